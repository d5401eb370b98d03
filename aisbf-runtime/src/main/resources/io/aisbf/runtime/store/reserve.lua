-- Reserves in all limits at once or in none.
--
-- ARGV: 3 attempt, 4 lease, 5 'book' where it has been granted already while nobody could ask here, 6 how long ago
-- that was; then for each limit: unit, kind of window, its length, width of its buckets, the most, what is wanted.
-- Answers 'granted', or 'refused', which limit (of several the one that lasts longest), what counts of it, and after
-- how long there would be room; -1 for never.

local attempt, lease = ARGV[3], tonumber(ARGV[4])
local booked, age = ARGV[5] == 'book', tonumber(ARGV[6])

tidy()
if redis.call('HEXISTS', holds, attempt) == 1 or redis.call('ZSCORE', over, attempt) then
  return {ARGV[1], 'granted'}
end

local function wait(of, counts, total, allowed)
  local numbers = {}
  for number in pairs(counts) do
    numbers[#numbers + 1] = number
  end
  table.sort(numbers)
  local after = 0
  for i = 1, #numbers do
    if total <= allowed then
      break
    end
    total = total - counts[numbers[i]]
    after = ends(of, numbers[i]) - now
  end
  return after
end

local limits, worst = {}, nil
for i = 4, #KEYS do
  local at = 7 + (i - 4) * 6
  local of = window(ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
  local most, wanted = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  limits[#limits + 1] = {key = KEYS[i], unit = ARGV[at], of = of, wanted = wanted}
  local used, reserved, counts = tally(KEYS[i], of)
  local total, allowed = used + reserved, most - wanted
  if not booked and total > allowed then
    local after = allowed < 0 and math.huge or wait(of, counts, total, allowed)
    if not worst or after > worst.after then
      worst = {index = i - 4, total = total, after = after}
    end
  end
end

if worst then
  local after = worst.after == math.huge and '-1' or text(worst.after)
  return {ARGV[1], 'refused', text(worst.index), text(worst.total), after}
end

local parts = {}
for i = 1, #limits do
  local limit = limits[i]
  local number = text(bucket(limit.of, now - age))
  add(limit.key, 'r' .. number, limit.wanted)
  redis.call('PEXPIRE', limit.key, kept(limit.of))
  parts[#parts + 1] = limit.unit .. ' ' .. number .. ' ' .. text(limit.wanted) .. ' ' .. limit.key .. '\n'
end
redis.call('HSET', holds, attempt, table.concat(parts))
redis.call('ZADD', leases, text(now + lease), attempt)
return {ARGV[1], 'granted'}
