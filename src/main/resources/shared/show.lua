-- Tells all replicas the rows of a page: each compares them with its own details after its next beat.
--
--   KEYS[2]  sorted set: shown pages and their times
--   ARGV[2]  the page's rows, sealed
--   ARGV[3]  the largest number of pages; beyond it the oldest are dropped
--
-- Replies: shown, now

redis.call('ZADD', KEYS[2], now, ARGV[2])
local over = redis.call('ZCARD', KEYS[2]) - ARGV[3]
if over > 0 then
  redis.call('ZREM', KEYS[2], unpack(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '+inf', 'LIMIT', 0, over)))
end
remember(now)
return {'shown', now}
