-- Tests the server for a check of the configuration, and leaves nothing behind: stores a value, reads it and deletes it. Replies with the
-- fingerprint and the number of the replicas there.
--
--   KEYS[2]  string: the value
--   KEYS[3]  string: the fingerprint of the key from which names are derived
--   KEYS[4]  sorted set: the replicas and the time of each one's last beat
--   ARGV[2]  the value
--   ARGV[3]  how long a replica counts as alive after a beat, in milliseconds
--
-- Replies: checked, now, value, fingerprint (empty for none), replicas

redis.call('SET', KEYS[2], ARGV[2])
local value = redis.call('GET', KEYS[2])
redis.call('DEL', KEYS[2])
local members = redis.call('ZRANGEBYSCORE', KEYS[4], '(' .. (now - ARGV[3]), '+inf')
return {'checked', now, value, redis.call('GET', KEYS[3]) or '', #members}
