-- Asks for so many ids in turn, from the given one on.
require "report"
local around = require "around"
local requests, turn = {}, 0

function init(arguments)
  local before, after = around()
  local first = tonumber(arguments[1])
  for number = first, first + arguments[2] - 1 do
    requests[#requests + 1] = before .. number .. after
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
