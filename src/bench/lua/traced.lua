-- Asks for one id, each time in another trace. Its ids are hex digits of which the last nine are a decimal number, so that a
-- request costs one concatenation; each seed begins other traces.
require "report"
local before, between, after
local number = 100000000

function init(arguments)
  wrk.headers["traceparent"] = string.format("00-%023x@-%07x@-01", arguments[1], arguments[1])
  before, between, after = wrk.format("GET"):match("^(.-)@(.-)@(.*)$")
end

function request()
  number = number + 1
  return before .. number .. between .. number .. after
end
