-- wrk: as post.lua, but tells how many answers each second had. One thread only: the seconds of several would have to be added up.
dofile("loadtest/post.lua")
local now = dofile("loadtest/clock.lua")
local only

function setup(thread)
  only = thread
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

-- The last second is not whole.
function done(summary)
  local errors = summary.errors
  io.write("OTHER ", only:get("other") + errors.connect + errors.read + errors.write + errors.timeout,
    "\nSECONDS ", only:get("seconds"), "\n")
end
