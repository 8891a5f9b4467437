-- Looks at the server for a check of the configuration, and leaves nothing: stores a value, reads it again and deletes it, and tells what
-- replicas have left there.
--
--   KEYS[2]  string: the value
--   KEYS[3]  string: the fingerprint of the key that names come from
--   KEYS[4]  sorted set: the replicas and when each was last heard
--   ARGV[2]  the value
--   ARGV[3]  for how long a replica counts as there
--
-- Replies: checked, now, value, fingerprint (empty for none), replicas

redis.call('SET', KEYS[2], ARGV[2])
local value = redis.call('GET', KEYS[2])
redis.call('DEL', KEYS[2])
local members = redis.call('ZRANGEBYSCORE', KEYS[4], '(' .. (now - ARGV[3]), '+inf')
return {'checked', now, value, redis.call('GET', KEYS[3]) or '', #members}
