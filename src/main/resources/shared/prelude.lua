#!lua flags=no-cluster
-- Stands in front of each script.
--
-- All times are whole milliseconds of one clock: the server's, which never goes back. When the system's clock does, by more than a
-- second, the difference is kept and added from then on, so that this one does not stand still. A moment that has to come after another
-- may be a little ahead of the clock; that is not kept, or such moments would make minutes shorter.
--
--   KEYS[1]  hash: the clock; "last" is the latest moment that anything was written at, "skew" what is added
--   ARGV[1]  the moment after which nobody waits for the reply; 0 for none
--
-- Each reply begins with what was done and the moment of it. A server that was frozen finds a queue of scripts when it thaws for whose
-- replies nobody waits any more: they answer "late", and do nothing.

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

-- Keeps the moment, so that none that is written later is before it.
local function remember(moment)
  redis.call('HSET', KEYS[1], 'last', moment, 'skew', skew)
end

-- The time of the latest of the marks that are named from ARGV[first] on.
local function marked(marks, first)
  local latest = 0
  for i = first, #ARGV do
    latest = math.max(latest, tonumber(redis.call('ZSCORE', marks, ARGV[i]) or 0))
  end
  return latest
end

-- When the load of the stored answer began, and for how long after that it is fresh; nothing where there is none, or none that began
-- after the mark. An answer begins with 14 digits of the one, 12 of the other, and 12 of how long it is kept.
local function stored(answer, mark)
  local head = redis.call('GETRANGE', answer, 0, 25)
  local began = tonumber(string.sub(head, 1, 14))
  local fresh = tonumber(string.sub(head, 15, 26))
  if began and fresh and began > mark then
    return began, fresh
  end
end

-- What is known of the load: nothing; or "loading" and when it began; or "noted" and what its end has left for others.
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
