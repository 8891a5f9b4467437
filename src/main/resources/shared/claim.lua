-- Asks for an answer, and for the right to load it: one load at a time over all replicas.
--
--   KEYS[2]  string: the answer
--   KEYS[3]  string: the load
--   KEYS[4]  sorted set: the marks of evictions and their times
--   ARGV[2]  a token for the load, unlike all others
--   ARGV[3]  how long the load may take, in milliseconds
--   ARGV[4]  when the load of the copy began that the replica has; 0 for none
--   ARGV[5], …  the names of the marks that end the answer: of all, of the id, of the account
--
-- Replies: status, now, what, left, answer
--   fresh    with the answer
--   yours    the load is the replica's, and began now
--   loading  somebody else's load began at "what", and may take "left" milliseconds more
--   noted    the last load has left the note "what", for "left" milliseconds more
-- Beside the last three stands an answer that is not fresh, where there is one that is newer than the replica's.

local mark = marked(KEYS[4], 5)
local began, fresh = stored(KEYS[2], mark)
local answer = ''
if began and began > tonumber(ARGV[4]) then
  answer = redis.call('GET', KEYS[2])
  if now - began < fresh then
    return {'fresh', now, '', 0, answer}
  end
end

local state, what = load_state(KEYS[3], mark)
if state then
  return {state, now, what, redis.call('PTTL', KEYS[3]), answer}
end
-- After the eviction, even within its millisecond.
now = math.max(now, mark + 1)
redis.call('SET', KEYS[3], ARGV[2] .. ':' .. now, 'PX', ARGV[3])
remember(now)
return {'yours', now, '', tonumber(ARGV[3]), answer}
