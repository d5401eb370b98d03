-- Somebody is left alone. ARGV, for each: place, for how long from now, why. An end that is known already, or a later
-- one, stays; so does one that is less than a second earlier, which is how long news may have been under way.
for i = 3, #ARGV, 3 do
  local place, till = ARGV[i], now + tonumber(ARGV[i + 1])
  local known = tonumber(redis.call('ZSCORE', ends, place) or '0')
  local room = known > 0 or redis.call('ZCARD', ends) < MOST
  if room and till > known + 1000000 then
    put(place, till, ARGV[i + 2])
  end
end
return {ARGV[1]}
