-- Seconds of the monotonic clock; wrk's Lua has whole ones only.
local ffi = require("ffi")
ffi.cdef([[
  struct timespec { long seconds; long nanoseconds; };
  int clock_gettime(int clock, struct timespec *time);
]])
local CLOCK_MONOTONIC = 1

return function()
  local time = ffi.new("struct timespec")
  ffi.C.clock_gettime(CLOCK_MONOTONIC, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) * 1e-9
end
