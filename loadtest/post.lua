-- wrk: posts the picture in PICTURE, again and again, and tells how many got 200, 503, and anything else.
local file = assert(io.open(assert(os.getenv("PICTURE"), "PICTURE is not set"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "image/jpeg"
file:close()

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  ok, full, other = 0, 0, 0
end

function response(status)
  if status == 200 then
    ok = ok + 1
  elseif status == 503 then
    full = full + 1
  else
    other = other + 1
  end
end

function done(summary)
  local sums = { ok = 0, full = 0, other = 0 }
  for _, thread in ipairs(threads) do
    for name in pairs(sums) do
      sums[name] = sums[name] + thread:get(name)
    end
  end
  local errors = summary.errors
  io.write(string.format("RESULT seconds %.3f ok %d full %d other %d broken %d\n", summary.duration / 1e6,
    sums.ok, sums.full, sums.other, errors.connect + errors.read + errors.write + errors.timeout))
end
