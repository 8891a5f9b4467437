-- Stores the answer of a load, and ends the load. A load that has expired, or that an eviction has overtaken, stores nothing.
--
--   KEYS[2]  string: the answer
--   KEYS[3]  string: the load
--   KEYS[4]  sorted set: the marks of evictions and their times
--   ARGV[2]  the token of the load
--   ARGV[3]  the answer, which starts with its times
--   ARGV[4], …  the names of the marks that end the answer
--
-- Replies: status, now
--   stored   the answer is stored for as long as it may be used
--   invalid  the load has ended
--   evicted  an eviction came after the load's beginning
--   older    a newer answer is stored
--   over     the answer can no longer be used

local began = tonumber(string.sub(ARGV[3], 1, 14))
local left = tonumber(string.sub(ARGV[3], 27, 38)) - (now - began)

if redis.call('GET', KEYS[3]) ~= ARGV[2] .. ':' .. began then
  return {'invalid', now}
end
redis.call('DEL', KEYS[3])
if began <= marked(KEYS[4], 4) then
  return {'evicted', now}
end
local present = stored(KEYS[2], 0)
if present and present > began then
  return {'older', now}
end
if left <= 0 then
  return {'over', now}
end
redis.call('SET', KEYS[2], ARGV[3], 'PX', left)
return {'stored', now}
