-- Ends a load that stores nothing, and leaves a note for those who wait, such as what it has failed by.
--
--   KEYS[2]  string: the answer
--   KEYS[3]  string: the load
--   ARGV[2]  the token of the load
--   ARGV[3]  when it began
--   ARGV[4]  the note; empty for none, and then the next who asks may load at once
--   ARGV[5]  for how many milliseconds the note stays
--   ARGV[6]  1 where what it brought ends the answer that is stored
--
-- Replies: status, now
--   released  the load has ended
--   invalid   the load was no more; nothing is changed

if redis.call('GET', KEYS[3]) ~= ARGV[2] .. ':' .. ARGV[3] then
  return {'invalid', now}
end
if ARGV[6] == '1' then
  redis.call('DEL', KEYS[2])
end
if ARGV[4] == '' then
  redis.call('DEL', KEYS[3])
else
  redis.call('SET', KEYS[3], '!' .. ARGV[4], 'PX', ARGV[5])
end
return {'released', now}
