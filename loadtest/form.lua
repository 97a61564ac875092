-- For wrk: posts one picture as a form, again and again, and prints what came of it in one line:
--   RESULT images/s answers-other-than-200 broken-connections
--
--   wrk -t N -c N -d ${SECONDS}s --timeout 60s -s loadtest/form.lua URL -- PICTURE WARM-UP-SECONDS
--
-- As many threads as connections, so that each script sees one connection. A connection's clock runs from its first
-- answer after the warm-up to its last: dividing all answers by the run's length instead would lose what is in flight
-- at the end, which is a tenth and more of the answers where one takes seconds.

local now = dofile("loadtest/clock.lua")

local BOUNDARY = "retinagate-loadtest"

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "multipart/form-data; boundary=" .. BOUNDARY
  wrk.body = "--" .. BOUNDARY .. "\r\n"
    .. 'Content-Disposition: form-data; name="image"; filename="picture.jpg"\r\n'
    .. "Content-Type: image/jpeg\r\n\r\n"
    .. file:read("*a") .. "\r\n--" .. BOUNDARY .. "--\r\n"
  file:close()
  warm = now() + tonumber(args[2])
  answers, refused = 0, 0
end

function response(status)
  local time = now()
  if status ~= 200 then refused = refused + 1 end
  if time < warm then return end
  if first then answers = answers + 1 else first = time end
  last = time
end

function done(summary)
  local rate, refused = 0, 0
  for _, thread in ipairs(threads) do
    local measured = thread:get("answers")
    refused = refused + thread:get("refused")
    if measured > 0 then rate = rate + measured / (thread:get("last") - thread:get("first")) end
  end
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("RESULT %.4f %d %d\n", rate, refused, broken))
end
