-- Closes the door of an account, as a 429 asks; never for a shorter time than it is closed for already.
--
--   KEYS[2]  sorted set: accounts and until when their doors are closed
--   ARGV[2]  the account, by the name of the list of its calls
--   ARGV[3]  for how many milliseconds; an hour at most
--
-- Replies: closed, now

redis.call('ZADD', KEYS[2], 'GT', now + math.min(tonumber(ARGV[3]), 3600000), ARGV[2])
remember(now)
return {'closed', now}
