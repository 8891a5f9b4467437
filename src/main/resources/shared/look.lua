-- Looks for the answer of another replica's load; writes nothing.
--
--   KEYS[2]  string: the answer
--   KEYS[3]  string: the load
--   KEYS[4]  sorted set: the marks of evictions and their times
--   KEYS[5]  string: the note for waiting callers
--   ARGV[2]  the beginning of the awaited load; 0 for none. Its answer is taken, fresh or not.
--   ARGV[3]  the beginning of the load of the replica's own copy; 0 for none
--   ARGV[4], …  the names of the marks that end the answer
--
-- Replies: status, now, what, left, answer, as of a claim; and
--   denied  the awaited load, or a later one, has left the note "what"; it began at "left"
--   nobody  there is neither an answer nor a load

local mark = marked(KEYS[4], 4)
local began, fresh = stored(KEYS[2], mark)
local awaited = tonumber(ARGV[2])
if began and began > tonumber(ARGV[3]) and (now - began < fresh or (awaited > 0 and began >= awaited)) then
  return {'fresh', now, '', 0, redis.call('GET', KEYS[2])}
end

local note = redis.call('GET', KEYS[5])
if note and awaited > 0 then
  local denied, why = string.match(note, '^(%d+):(.*)$')
  denied = tonumber(denied)
  if denied and denied >= awaited and denied > mark then
    return {'denied', now, why, denied, ''}
  end
end

local state, what = load_state(KEYS[3], mark)
if state then
  return {state, now, what, redis.call('PTTL', KEYS[3]), ''}
end
return {'nobody', now, '', 0, ''}
