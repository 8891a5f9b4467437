-- Counts the calls of an account that a replica made without the server. Each has a unique id and is counted once, however often it is
-- reported.
--
--   KEYS[2]  list: the times of the account's last calls, oldest first
--   KEYS[3]  sorted set: accounts and the time of each one's last call
--   KEYS[4]  set: the ids that have been counted
--   ARGV[2]  the window in milliseconds
--   ARGV[3], ARGV[4], …  id and age in milliseconds of each call
--
-- Replies: reported, now, the number of new ones

local ring = KEYS[2]
local window = tonumber(ARGV[2])

local calls = {}
for i = 3, #ARGV, 2 do
  local age = tonumber(ARGV[i + 1])
  if age <= window and redis.call('SADD', KEYS[4], ARGV[i]) == 1 then
    calls[#calls + 1] = now - age
  end
end
local new = #calls

if new > 0 then
  redis.call('PEXPIRE', KEYS[4], 2 * window)
  table.sort(calls)
  -- Later calls leave the list and return in order: 4096 at most, so that other scripts wait only briefly. An older call is counted at the
  -- time of the last one that stays, and so for too long rather than too short.
  local oldest = calls[1]
  local final = tonumber(redis.call('LINDEX', ring, -1) or 0)
  while final > oldest and #calls < new + 4096 do
    calls[#calls + 1] = tonumber(redis.call('RPOP', ring))
    final = tonumber(redis.call('LINDEX', ring, -1) or 0)
  end
  table.sort(calls)
  for _, call in ipairs(calls) do
    redis.call('RPUSH', ring, math.max(call, final))
  end
  redis.call('ZADD', KEYS[3], now, ring)
  remember(now)
end
return {'reported', now, new}
