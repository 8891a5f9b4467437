#!lua flags=no-cluster
-- The beginning of each script.
--
-- All times are whole milliseconds of one clock, the server's, which never goes back. When the system's clock goes back by more than a
-- second, the difference is stored and added from then on, so that this clock does not stand still. A time that must follow another one
-- may be a little ahead of the clock; that lead is not stored, because it would shorten minutes.
--
--   KEYS[1]  hash: the clock; "last" is the time of the latest write, "skew" the difference that is added
--   ARGV[1]  the time after which no caller waits for the reply; 0 for none
--
-- Each reply begins with a status and its time. A server that thaws after a freeze finds queued scripts without waiting callers: they reply
-- "late" and change nothing.

local time = redis.call('TIME')
local known = redis.call('HMGET', KEYS[1], 'last', 'skew')
local last = tonumber(known[1] or 0)
local skew = tonumber(known[2] or 0)
local now = time[1] * 1000 + math.floor(time[2] / 1000) + skew
if now < last - 1000 then
  skew = skew + last - now
end
now = math.max(now, last)

if ARGV[1] ~= '0' and now > tonumber(ARGV[1]) then
  return {'late', now}
end

-- Stores the time, so that no later write gets an earlier one.
local function remember(moment)
  redis.call('HSET', KEYS[1], 'last', moment, 'skew', skew)
end

-- The time of the latest mark among the names from ARGV[first] on.
local function marked(marks, first)
  local latest = 0
  for i = first, #ARGV do
    latest = math.max(latest, tonumber(redis.call('ZSCORE', marks, ARGV[i]) or 0))
  end
  return latest
end

-- The beginning of the load of the stored answer, and how long the answer is fresh from then on; nothing without an answer that began after
-- the mark. An answer starts with 14 digits of its beginning, 12 of its freshness, and 12 of the time for which it is kept.
local function stored(answer, mark)
  local head = redis.call('GETRANGE', answer, 0, 25)
  local began = tonumber(string.sub(head, 1, 14))
  local fresh = tonumber(string.sub(head, 15, 26))
  if began and fresh and began > mark then
    return began, fresh
  end
end

-- The state of the load: nothing; or "loading" and its beginning; or "noted" and its note for others.
local function load_state(load, mark)
  local state = redis.call('GET', load)
  if not state then
    return nil
  end
  if string.sub(state, 1, 1) == '!' then
    return 'noted', string.sub(state, 2)
  end
  local began = tonumber(string.match(state, ':(%d+)$'))
  if began and began > mark then
    return 'loading', began
  end
end
