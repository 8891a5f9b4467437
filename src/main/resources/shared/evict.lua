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

-- Not before anything that was written before. A load that begins in this very millisecond begins after the mark (claim).
for i = 3, #ARGV do
  redis.call('ZADD', KEYS[2], now, ARGV[i])
end
if KEYS[4] then
  redis.call('DEL', unpack(KEYS, 4))
end
redis.call('ZADD', KEYS[3], now, ARGV[2])
remember(now)
return {'evicted', now}
