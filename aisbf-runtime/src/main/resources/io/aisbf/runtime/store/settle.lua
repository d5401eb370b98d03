-- Corrects reservations; a second time does nothing.
--
-- ARGV, for each attempt: its name, how its figures are known, tokens, millionths of a dollar. 'CANCELLED' is an attempt
-- that was never made, whose reservation may still be on its way here: should it come, it reserves nothing.

tidy()
for i = 3, #ARGV, 4 do
  local attempt, certainty = ARGV[i], ARGV[i + 1]
  local counted = {REQUESTS = 1, TOKENS = tonumber(ARGV[i + 2]), MICRO_USD = tonumber(ARGV[i + 3])}
  local known = settle(attempt, function(unit, amount)
    if certainty == 'EXACT' then
      return counted[unit]
    end
    return certainty == 'UNDERESTIMATE' and math.max(counted[unit], amount) or 0
  end)
  if not known and certainty == 'CANCELLED' then
    remember(attempt)
  end
end
return {ARGV[1]}
