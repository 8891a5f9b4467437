-- Asks for each id once, from the given one on.
require "report"
local around = require "around"
local before, after, number

function init(arguments)
  before, after = around()
  number = tonumber(arguments[1])
end

function request()
  number = number + 1
  return before .. number .. after
end
