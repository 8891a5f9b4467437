-- Evicts a single answer, or by marks: an answer whose load began before a mark is unusable. Marks are needed because the answers of an
-- id or an account cannot be listed. Each replica reads the notice with its next beat.
--
--   KEYS[2]  sorted set: the marks of evictions and their times
--   KEYS[3]  sorted set: notices and their times
--   KEYS[4], …  strings: a single evicted answer, with its load and the note of that load
--   ARGV[2]  the notice, sealed
--   ARGV[3], …  the names of the marks
--
-- Replies: evicted, now

-- The mark is no earlier than any earlier write. A load that begins in this millisecond begins after the mark (claim).
for i = 3, #ARGV do
  redis.call('ZADD', KEYS[2], now, ARGV[i])
end
if KEYS[4] then
  redis.call('DEL', unpack(KEYS, 4))
end
redis.call('ZADD', KEYS[3], now, ARGV[2])
remember(now)
return {'evicted', now}
