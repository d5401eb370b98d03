-- How full limits are. ARGV, for each: kind of window, its length, width of its buckets. Answers used, reserved of each.

tidy()
local answer = {ARGV[1]}
for i = 4, #KEYS do
  local at = 3 + (i - 4) * 3
  local used, reserved = tally(KEYS[i], window(ARGV[at], ARGV[at + 1], ARGV[at + 2]))
  answer[#answer + 1] = text(used)
  answer[#answer + 1] = text(reserved)
end
return answer
