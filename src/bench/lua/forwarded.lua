-- Asks for one id, each time on behalf of the next of 65,536 callers behind a proxy.
require "report"
local before, after
local high, low = 0, 0

function init(arguments)
  wrk.headers["X-Forwarded-For"] = "10.1.@"
  before, after = wrk.format("GET"):match("^(.-)@(.*)$")
end

function request()
  low = low + 1
  if low == 256 then
    high, low = (high + 1) % 256, 0
  end
  return before .. high .. "." .. low .. after
end
