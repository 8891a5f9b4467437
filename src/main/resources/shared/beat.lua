-- The beat of a replica, once a second: reports that the replica is alive, reads the notices since its last beat, and sweeps.
--
--   KEYS[2]  string: the fingerprint of the key from which names are derived
--   KEYS[3]  hash: the run of the server: its "id", the time "since" which it is known, and whether the lists of calls are "complete"
--   KEYS[4]  set: the replicas that have reported their calls to this run
--   KEYS[5]  sorted set: the replicas and the time of each one's last beat
--   KEYS[6]  sorted set: notices of evictions and their times
--   KEYS[7]  sorted set: the marks of evictions and their times
--   KEYS[8]  sorted set: accounts (by the name of the list of their calls) and the time of each one's last call
--   KEYS[9]  sorted set: accounts and the time at which their doors open
--   KEYS[10] sorted set: shown pages and their times
--   ARGV[2]  the replica's fingerprint
--   ARGV[3]  the replica's own name
--   ARGV[4]  the run of the server, as the replica knows it
--   ARGV[5]  the most replicas
--   ARGV[6]  the window of the budget in milliseconds
--   ARGV[7]  1 if the replica has reported all its calls and knows of no others
--   ARGV[8]  the moment of its last beat; 0 for none
--   ARGV[9]  the longest time that an answer may be kept, in milliseconds
--   ARGV[10] how long a replica counts as alive after a beat, in milliseconds
--   ARGV[11] how long notices are kept, in milliseconds
--
-- Replies: beat, now, members, complete, gap, pages, page, moment, page, moment, …, notice, notice, …
--   complete  1 if the lists of calls are
--   gap       1 if notices may be missing: at the first beat, at a late one, or with too many notices
--   pages     the number of pages that follow, each with its time
-- or: foreign, now, fingerprint: the other replicas' names are derived from another secret; the script changes nothing

local theirs = redis.call('GET', KEYS[2])
if theirs and theirs ~= ARGV[2] then
  return {'foreign', now, theirs}
end
if not theirs then
  redis.call('SET', KEYS[2], ARGV[2])
end
-- A notice or a page that is written after this beat gets a later time, even within this millisecond.
remember(now + 1)

-- After a restart without data, or on a server that has taken over, calls may be missing, until all replicas have reported theirs or the
-- window has passed.
local window = tonumber(ARGV[6])
if redis.call('HGET', KEYS[3], 'id') ~= ARGV[4] then
  redis.call('DEL', KEYS[3], KEYS[4])
  redis.call('HSET', KEYS[3], 'id', ARGV[4], 'since', now, 'complete', 0)
end
local run = redis.call('HMGET', KEYS[3], 'complete', 'since')
local complete = run[1] == '1'
if not complete then
  if ARGV[7] == '1' then
    redis.call('SADD', KEYS[4], ARGV[3])
  end
  complete = redis.call('SCARD', KEYS[4]) >= tonumber(ARGV[5]) or now - run[2] > window
  if complete then
    redis.call('HSET', KEYS[3], 'complete', 1)
    redis.call('DEL', KEYS[4])
  end
end

redis.call('ZADD', KEYS[5], now, ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now - ARGV[10])

local since = tonumber(ARGV[8])
local notices = redis.call('ZRANGEBYSCORE', KEYS[6], '(' .. since, '+inf', 'LIMIT', 0, 1001)
local gap = since < now - ARGV[11] or #notices > 1000
redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', '(' .. (now - ARGV[11]))

-- A mark is kept for as long as any replica may keep an answer that began before it.
local life = math.max(tonumber(ARGV[9]), tonumber(redis.call('HGET', KEYS[1], 'life') or 0))
redis.call('HSET', KEYS[1], 'life', life)
redis.call('ZREMRANGEBYSCORE', KEYS[7], '-inf', '(' .. (now - life))

-- Calls and doors have no expiry, because a full server evicts keys that have one.
for _, ring in ipairs(redis.call('ZRANGEBYSCORE', KEYS[8], '-inf', now - 2 * window, 'LIMIT', 0, 16)) do
  redis.call('DEL', ring)
  redis.call('ZREM', KEYS[8], ring)
end
redis.call('ZREMRANGEBYSCORE', KEYS[9], '-inf', now)

redis.call('ZREMRANGEBYSCORE', KEYS[10], '-inf', '(' .. (now - ARGV[11]))

local reply = {'beat', now, redis.call('ZCARD', KEYS[5]), complete and 1 or 0, gap and 1 or 0, 0}
if not gap then
  local pages = redis.call('ZRANGEBYSCORE', KEYS[10], '(' .. since, '+inf', 'WITHSCORES')
  reply[6] = #pages / 2
  for _, page in ipairs(pages) do
    reply[#reply + 1] = page
  end
  for _, notice in ipairs(notices) do
    reply[#reply + 1] = notice
  end
end
return reply
