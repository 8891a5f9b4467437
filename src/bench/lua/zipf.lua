-- Asks for ids at random, so many from the given one on; how often, falls with an id's rank to the power of the exponent.
require "report"
local around = require "around"
local before, after, first, power, span

function init(arguments)
  before, after = around()
  first = tonumber(arguments[1])
  power = 1 - arguments[3]
  span = (arguments[2] + 1) ^ power - 1
  math.randomseed(arguments[4])
end

function request()
  -- The inverse of the distribution function, taken as continuous: no table, and one power a request.
  local rank = math.floor((math.random() * span + 1) ^ (1 / power))
  return before .. first + rank .. after
end
