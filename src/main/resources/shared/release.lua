-- Ends a load that stores nothing, and leaves a note for waiting callers, such as its failure.
--
--   KEYS[2]  string: the answer
--   KEYS[3]  string: the load
--   KEYS[4]  string: the note for callers who wait for this load
--   ARGV[2]  the token of the load
--   ARGV[3]  its beginning
--   ARGV[4]  the note; empty for none, and then the next caller may load at once
--   ARGV[5]  how long the note is kept, in milliseconds
--   ARGV[6]  1 if its outcome ends the stored answer
--   ARGV[7]  1 if the note is only for callers who wait for this load, and the next caller may load at once; 2 if it holds for them
--            although an eviction of this answer has ended the load
--
-- Replies: status, now
--   released  the load has ended
--   invalid   the load had ended before; the script changes nothing

local waiting = ARGV[7] ~= '0'
local valid = redis.call('GET', KEYS[3]) == ARGV[2] .. ':' .. ARGV[3]
if (waiting and valid) or ARGV[7] == '2' then
  redis.call('SET', KEYS[4], ARGV[3] .. ':' .. ARGV[4], 'PX', ARGV[5])
end
if not valid then
  return {'invalid', now}
end
if ARGV[6] == '1' then
  redis.call('DEL', KEYS[2])
end
if ARGV[4] == '' or waiting then
  redis.call('DEL', KEYS[3])
else
  redis.call('SET', KEYS[3], '!' .. ARGV[4], 'PX', ARGV[5])
end
return {'released', now}
