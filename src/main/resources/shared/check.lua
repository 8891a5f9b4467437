-- Stores a value for a moment and reads it again, for a check of the configuration.
--
--   KEYS[2]  string: the value
--   ARGV[2]  the value
--
-- Replies: checked, now, value

redis.call('SET', KEYS[2], ARGV[2])
local value = redis.call('GET', KEYS[2])
redis.call('DEL', KEYS[2])
return {'checked', now, value}
