-- Spends one call of an account for all replicas together: at most the limit in any window. The same trip reads the door that a 429 has
-- closed. Refused calls are not counted.
--
--   KEYS[2]  list: the times of the account's last calls, oldest first. Its form never changes: replicas of two versions use one.
--   KEYS[3]  sorted set: accounts (by the name of their list) and the time of each one's last call
--   KEYS[4]  sorted set: accounts and the time at which their doors open
--   KEYS[5]  hash: the run of the server in which the lists are complete
--   ARGV[2]  the most calls in a window; 0 for no limit
--   ARGV[3]  the window in milliseconds; a test's is shorter than a minute
--   ARGV[4]  the run of the server, as the replica knows it
--   ARGV[5]  1 to spend; 0 to ask only
--
-- Replies: status, now, wait, length, age, age, …
--   granted  the call is counted and may be made; if only asked, it could be
--   spent    the call may be tried after "wait" milliseconds
--   closed   the door opens after "wait" milliseconds
--   unsure   calls may be missing after a restart or a takeover; replicas count for themselves
-- "length" is at least the number of calls in the window. The ages are those of the calls at one, two, … eighths of the limit, from the
-- latest on; from them a replica without the link knows how many calls the window still holds as time goes by.

local ring, accounts, doors = KEYS[2], KEYS[3], KEYS[4]
local limit, window = tonumber(ARGV[2]), tonumber(ARGV[3])

local status, wait = 'granted', 0
local closed = tonumber(redis.call('ZSCORE', doors, ring) or 0) - now
if closed > 0 then
  status, wait = 'closed', closed
elseif limit > 0 then
  local run = redis.call('HMGET', KEYS[5], 'id', 'complete')
  local oldest = redis.call('LINDEX', ring, -limit)
  if run[1] ~= ARGV[4] or run[2] ~= '1' then
    status = 'unsure'
  elseif oldest and now - oldest <= window then
    status, wait = 'spent', window - (now - oldest) + 1
  elseif ARGV[5] == '1' then
    redis.call('RPUSH', ring, now)
    redis.call('ZADD', accounts, now, ring)
    remember(now)
  end
end

-- The list grows by one and shrinks by up to 16, so it never outgrows a window, and a long idle list does not shrink at once.
for _ = 1, 16 do
  local first = redis.call('LINDEX', ring, 0)
  if not first or now - first <= window then
    break
  end
  redis.call('LPOP', ring)
end

local reply = {status, now, wait, redis.call('LLEN', ring)}
for eighth = 1, math.min(8, limit) do
  local call = redis.call('LINDEX', ring, -math.ceil(limit * eighth / 8))
  if not call then
    break
  end
  reply[#reply + 1] = now - call
end
return reply
