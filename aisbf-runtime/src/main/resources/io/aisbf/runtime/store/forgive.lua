-- An operator forgives. ARGV: 3 how that is told to the others, 4 the beginning of the places that are meant, or nothing
-- for all of them. The others are told for a minute; who comes later has heard of none of it.
local all = redis.call('ZRANGE', ends, 0, -1)
for i = 1, #all do
  if string.sub(all[i], 1, #ARGV[4]) == ARGV[4] then
    forget(all[i])
  end
end
put(ARGV[3], now + 60000000, '')
return {ARGV[1]}
