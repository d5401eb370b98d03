-- SPDX-License-Identifier: GPL-3.0-or-later
-- What all scripts about cooldowns share. Ends are microseconds since 1970 by the server's clock.
--
-- KEYS: 1 ends by place, 2 numbers of the news by place, 3 failures by place, 4 the number of the latest news.
-- ARGV: 1 number of the question, 2 the moment in place of the server's clock for tests, or nothing.

local MOST = 20000
local AT_ONCE = 500
local ends, news, what, count = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local function text(number)
  return string.format('%.0f', number)
end

local function forget(place)
  redis.call('ZREM', ends, place)
  redis.call('ZREM', news, place)
  redis.call('HDEL', what, place)
end

local function put(place, till, failure)
  redis.call('ZADD', ends, text(till), place)
  redis.call('ZADD', news, redis.call('INCR', count), place)
  redis.call('HSET', what, place, failure)
end

local past = redis.call('ZRANGEBYSCORE', ends, '-inf', text(now), 'LIMIT', 0, AT_ONCE)
for i = 1, #past do
  forget(past[i])
end
