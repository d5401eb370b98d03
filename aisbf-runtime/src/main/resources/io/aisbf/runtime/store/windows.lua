-- SPDX-License-Identifier: GPL-3.0-or-later
-- What all scripts about limits share. Moments are microseconds since 1970 by the server's own clock, so that the
-- gateways' clocks do not matter; all numbers stay below 2^53, where Lua's are exact.
--
-- KEYS: 1 reservations by attempt, 2 the ends of their leases, 3 attempts that are over, then one for each limit.
-- ARGV: 1 number of the question, 2 the moment in its place for tests, or nothing.
--
-- A limit is a hash: 'u' and 'r' and the number of a bucket, for what is used and reserved in that stretch of time. A
-- bucket counts for as long as any moment of it can lie within the window, so that the error is on the strict side.

local MOST = 2 ^ 53
local DAY = 86400000000
local REMEMBERED = 120000000
local AT_ONCE = 100

local holds, leases, over = KEYS[1], KEYS[2], KEYS[3]
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end

local function text(number)
  return string.format('%.0f', number)
end

local function floor(a, b)
  return (a - a % b) / b
end

-- The month of a day since 1970, and the first day of a month, both months counted from the year 0:
-- H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days and days_from_civil.
local function month(day)
  local z = day + 719468
  local doe = z % 146097
  local yoe = floor(doe - floor(doe, 1460) + floor(doe, 36524) - floor(doe, 146096), 365)
  local doy = doe - (365 * yoe + floor(yoe, 4) - floor(yoe, 100))
  local march = floor(5 * doy + 2, 153)
  return (yoe + floor(z, 146097) * 400) * 12 + march + 2
end

local function day(month)
  local year, march = floor(month - 2, 12), (month - 2) % 12
  local yoe = year % 400
  local doe = yoe * 365 + floor(yoe, 4) - floor(yoe, 100) + floor(153 * march + 2, 5)
  return floor(year, 400) * 146097 + doe - 719468
end

-- Windows: {kind = 'rolling', length =, width = of a bucket}, {kind = 'day'}, {kind = 'month'}.
local function window(kind, length, width)
  return {kind = kind, length = tonumber(length), width = tonumber(width)}
end

local function bucket(of, at)
  if of.kind == 'rolling' then
    return floor(at, of.width)
  end
  return of.kind == 'day' and floor(at, DAY) or month(floor(at, DAY))
end

local function first(of)
  return of.kind == 'rolling' and floor(now - of.length + 1, of.width) or bucket(of, now)
end

-- When a bucket that counts now does not count any more.
local function ends(of, number)
  if of.kind == 'rolling' then
    return (number + 1) * of.width - 1 + of.length
  end
  return (of.kind == 'day' and number + 1 or day(number + 1)) * DAY
end

-- How long a key is kept that nobody touches, in milliseconds.
local function kept(of)
  if of.kind == 'rolling' then
    return text(floor(of.length, 500) + 60000)
  end
  return of.kind == 'day' and '172800000' or '5443200000'
end

local function add(key, field, amount)
  local sum = tonumber(redis.call('HGET', key, field) or '0') + amount
  redis.call('HSET', key, field, text(math.max(0, math.min(sum, MOST))))
end

-- What counts of a limit: used, reserved, and both by bucket. Forgets what cannot count any more. What lies in the
-- future of a rolling window was booked before the server's clock was set back: it counts from now, for one window more.
local function tally(key, of)
  local used, reserved, counts, gone = 0, 0, {}, {}
  local from, current = first(of), bucket(of, now)
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    local kind, number = string.sub(all[i], 1, 1), tonumber(string.sub(all[i], 2))
    local amount = tonumber(all[i + 1])
    if of.kind == 'rolling' and number > current then
      add(key, kind .. text(current), amount)
      gone[#gone + 1] = all[i]
      number = current
    end
    if number < from then
      gone[#gone + 1] = all[i]
    else
      counts[number] = (counts[number] or 0) + amount
      if kind == 'u' then
        used = used + amount
      else
        reserved = reserved + amount
      end
    end
  end
  for i = 1, #gone do
    redis.call('HDEL', key, gone[i])
  end
  return used, reserved, counts
end

local function remember(attempt)
  redis.call('ZADD', over, text(now), attempt)
end

-- Corrects a reservation in its own buckets; spent says how much each part came to. One that has slid out of its window
-- is not booked anew.
local function settle(attempt, spent)
  local hold = redis.call('HGET', holds, attempt)
  if not hold then
    return false
  end
  redis.call('HDEL', holds, attempt)
  redis.call('ZREM', leases, attempt)
  for unit, number, amount, key in string.gmatch(hold, '(%S+) (%S+) (%S+) (%S+)\n') do
    amount = tonumber(amount)
    if redis.call('HEXISTS', key, 'r' .. number) == 1 then
      add(key, 'r' .. number, -amount)
      add(key, 'u' .. number, math.max(0, math.min(spent(unit, amount), MOST / 2)))
    end
  end
  remember(attempt)
  return true
end

-- What time has brought: reservations that nobody settled are taken for used.
local function tidy()
  local due = redis.call('ZRANGEBYSCORE', leases, '-inf', text(now), 'LIMIT', 0, AT_ONCE)
  for i = 1, #due do
    settle(due[i], function(_, amount) return amount end)
  end
  redis.call('ZREMRANGEBYSCORE', over, '-inf', text(now - REMEMBERED))
end
