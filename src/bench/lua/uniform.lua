-- Asks for ids at random, all of them equally often: so many from the given one on. Each seed begins another sequence.
require "report"
local around = require "around"
local before, after, first, count

function init(arguments)
  before, after = around()
  first, count = tonumber(arguments[1]), tonumber(arguments[2])
  math.randomseed(tonumber(arguments[3]))
end

function request()
  return before .. first + math.random(count) .. after
end
