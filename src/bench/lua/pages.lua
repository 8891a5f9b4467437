-- Asks for each page of the list once, from the given one on.
require "report"
local before, after, number

function init(arguments)
  before, after = wrk.format("GET", "/api/offlinemessages/?page_no=@"):match("^(.-)@(.*)$")
  number = tonumber(arguments[1])
end

function request()
  number = number + 1
  return before .. number .. after
end
