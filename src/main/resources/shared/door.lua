-- Closes the door of an account after a 429; a door that is closed for longer stays closed.
--
--   KEYS[2]  sorted set: accounts and the time at which their doors open
--   ARGV[2]  the account, by the name of the list of its calls
--   ARGV[3]  the time for which it closes, in milliseconds; an hour at most
--
-- Replies: closed, now

redis.call('ZADD', KEYS[2], 'GT', now + math.min(tonumber(ARGV[3]), 3600000), ARGV[2])
remember(now)
return {'closed', now}
