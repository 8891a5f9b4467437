-- Asks for one id as callers at random; the file has the value of an Authorization field for each of them.
require "report"
local requests = {}

function init(arguments)
  for authorization in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", nil, {Host = wrk.headers["Host"], Authorization = authorization})
  end
end

function request()
  return requests[math.random(#requests)]
end
