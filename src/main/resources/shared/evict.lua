-- Evicts: by marks, before which nothing may have begun that is used, because nobody can list the answers of an id or of an account; or
-- a single answer. Each replica reads the notice with its next beat.
--
--   KEYS[2]  sorted set: the marks of evictions and their times
--   KEYS[3]  sorted set: notices and their times
--   KEYS[4], …  strings: the answer, where a single one is evicted, with its load, and with the note that this has left
--   ARGV[2]  the notice, sealed
--   ARGV[3], …  the names of the marks
--
-- Replies: evicted, now

-- After all that was written before, and before all that is written later, though both were in one millisecond.
local moment = math.max(now, last + 1)
for i = 3, #ARGV do
  redis.call('ZADD', KEYS[2], moment, ARGV[i])
end
if KEYS[4] then
  redis.call('DEL', unpack(KEYS, 4))
end
redis.call('ZADD', KEYS[3], moment, ARGV[2])
remember(moment + 1)
return {'evicted', moment}
