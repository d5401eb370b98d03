-- What is new since the news of that number: ARGV 3. Answers the number of the latest that is told, then for each the
-- place, for how long from now, why. A number lower than the one asked for: the server has lost what it knew.
local latest, asked = tonumber(redis.call('GET', count) or '0'), tonumber(ARGV[3])
local fresh = redis.call('ZRANGEBYSCORE', news, '(' .. text(asked), '+inf', 'LIMIT', 0, AT_ONCE)
local answer = {ARGV[1], text(latest)}
for i = 1, #fresh do
  answer[#answer + 1] = fresh[i]
  answer[#answer + 1] = text(tonumber(redis.call('ZSCORE', ends, fresh[i]) or now) - now)
  answer[#answer + 1] = redis.call('HGET', what, fresh[i]) or ''
end
if #fresh == AT_ONCE then
  answer[2] = text(tonumber(redis.call('ZSCORE', news, fresh[#fresh])))
end
return answer
