-- Asks for an answer, or for the right to load it: one load at a time over all replicas.
--
--   KEYS[2]  string: the answer
--   KEYS[3]  string: the load
--   KEYS[4]  sorted set: the marks of evictions and their times
--   ARGV[2]  a unique token for the load
--   ARGV[3]  the longest time of the load, in milliseconds
--   ARGV[4]  the beginning of the load of the replica's own copy; 0 for none
--   ARGV[5], …  the names of the marks that end the answer: of all, of the id, of the account
--
-- Replies: status, now, what, left, answer
--   fresh    with the answer
--   yours    the replica has the load, which begins now
--   loading  another replica's load began at "what", and may take "left" milliseconds more
--   noted    the last load has left the note "what", for "left" milliseconds more
-- With the last three comes a stored answer that is not fresh, if it is newer than the replica's copy.

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
-- The load begins after the eviction, even within the same millisecond.
now = math.max(now, mark + 1)
redis.call('SET', KEYS[3], ARGV[2] .. ':' .. now, 'PX', ARGV[3])
remember(now)
return {'yours', now, '', tonumber(ARGV[3]), answer}
