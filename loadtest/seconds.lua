-- wrk: posts the picture in PICTURE, again and again, and tells how many answers each second had.
local now = dofile("loadtest/clock.lua")

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
  begun, seconds, answers, other = now(), "", 0, 0
  whole = 0
end

function response(status)
  if status ~= 200 then
    other = other + 1
    return
  end
  while now() - begun >= whole + 1 do
    seconds, answers, whole = seconds .. answers .. " ", 0, whole + 1
  end
  answers = answers + 1
end

-- One thread only: the seconds of several would have to be added up. The last second is not whole.
function done(summary)
  local errors = summary.errors
  io.write("OTHER ", threads[1]:get("other") + errors.connect + errors.read + errors.write + errors.timeout,
    "\nSECONDS ", threads[1]:get("seconds"), "\n")
end
