#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the gateway costs beside nginx `proxy_pass`, measured in one run, in turns, against the same upstream on loopback.
#
#   distribution/src/bench/run.sh [FOLDER]     FOLDER: the unzipped product (default: the zip that `mvn package` made)
#
# Needs gcc, nginx, wrk and curl (Debian: apt-get install gcc libc6-dev nginx-light wrk curl) and takes about six minutes.
# Prints one table: CPU microseconds per request (user + system of the proxy's processes, from /proc/PID/stat), requests per second,
# p50 and p99 under 50 connections and p50 with one, resident memory; then times of start to first answer. The machine's cores are shared by
# wrk, proxy and upstream, so requests per second are a floor and the ratio of CPU is the figure to go by. Both write an access log. nginx
# runs with one worker, kept-alive upstream connections and `proxy_buffering off`, without which it would hold tokens back.
# A second table compares two gateways, in pairs of turns: one that only relays (`ledger: off`, no limits) and one with the ledger
# and every limit there is, set so high that none is reached. ledger.sh beside this file measures the ledger alone.
# AISBF_BENCH_SECONDS (default 3) is the length of one measurement, AISBF_BENCH_ROUNDS (default 3) how often it is repeated.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly seconds="${AISBF_BENCH_SECONDS:-3}" rounds="${AISBF_BENCH_ROUNDS:-3}" connections=50
work="$(mktemp -d)"
readonly work
children=()
declare -A pids urls

finish() {
    for child in "${children[@]}"; do
        kill "$child" 2> /dev/null || true
    done
    wait 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# need COMMAND PACKAGE
need() {
    PATH="$PATH:/usr/sbin" command -v "$1" > /dev/null || { echo "bench: '$1' is missing; install $2 (Debian: apt-get install $2)" >&2; exit 1; }
}

free_port() {
    local port
    for port in $(seq $((20000 + RANDOM % 20000)) 60000); do
        if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
            echo "$port"
            return
        fi
    done
}

# awaits that something listens at PORT; ten seconds at most
await_port() {
    local deadline=$((SECONDS + 10))
    until (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; do
        ((SECONDS < deadline)) || { echo "bench: nothing listens at port $1; see the log above" >&2; exit 1; }
    done
}

now_ms() {
    local now="$EPOCHREALTIME"
    echo $(((${now%.*} * 1000000 + 10#${now#*.}) / 1000))
}

# CPU of processes so far, in clock ticks
ticks() {
    local pid sum=0 fields
    for pid in "$@"; do
        read -r -a fields < <(sed 's/.*) //' "/proc/$pid/stat")
        sum=$((sum + fields[11] + fields[12]))
    done
    echo "$sum"
}

# start_gateway NAME CONFIG OUT -> pids[NAME], urls[NAME]; the config may be empty: the bundled one
start_gateway() {
    local config=() line url=""
    if [[ -n "$2" ]]; then
        config=(--config "$2")
    fi
    rm -f "$work/say"
    mkfifo "$work/say"
    AISBF_RUN_DIR="$work/run" AISBF_STATE_DIR="$work/state-$1" HOME="$work" \
        "$product/bin/aisbf" serve "${config[@]}" --port 0 > "$3" 2> "$work/say" &
    pids[$1]=$!
    children+=("${pids[$1]}")
    exec 4< "$work/say"
    while [[ -z "$url" ]] && read -r -t 30 -u 4 line; do
        url="$(grep -oE 'http://[0-9a-z.]+:[0-9]+' <<< "$line" || true)"
        [[ -n "$url" ]] || echo "$line" >> "$work/gateway.err"
    done
    if [[ -z "$url" ]]; then
        echo "bench: the gateway did not start:" >&2
        cat "$work/gateway.err" "$3" >&2
        exit 1
    fi
    urls[$1]="$url"
    cat <&4 >> "$work/gateway.err" &
    exec 4<&-
}

stop_gateway() {
    kill "${pids[$1]}"
    wait "${pids[$1]}" || true
}

start_nginx() {
    nginx_port="$(free_port)"
    cat > "$work/nginx.conf" << CONF
worker_processes 1;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.err warn;
events { worker_connections 2048; }
http {
    access_log $work/nginx.log combined;
    client_body_temp_path $work/body;
    proxy_temp_path $work/proxy;
    fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi;
    scgi_temp_path $work/scgi;
    client_body_buffer_size 256k;
    keepalive_requests 1000000000;
    upstream up { server 127.0.0.1:$upstream_port; keepalive 128; keepalive_requests 1000000000; }
    server {
        listen 127.0.0.1:$nginx_port;
        location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
    }
}
CONF
    PATH="$PATH:/usr/sbin" nginx -c "$work/nginx.conf" -e "$work/nginx.err" &
    local master=$!
    children+=("$master")
    await_port "$nginx_port"
    local workers="" deadline=$((SECONDS + 10))
    # It listens before its worker is there.
    until [[ -n "$workers" ]]; do
        ((SECONDS < deadline)) || { echo "bench: nginx has no worker; see $work/nginx.err" >&2; exit 1; }
        read -r workers < "/proc/$master/task/$master/children" || true
    done
    pids[nginx]="$master $workers"
    urls[nginx]="http://127.0.0.1:$nginx_port"
}

# load PROXY LOAD CONNECTIONS SECONDS -> wrk's words in $work/wrk
load() {
    wrk -t1 -c"$3" -d"$4"s --latency -s post.lua "${urls[$1]}" -- "$work/$2.json" > "$work/wrk"
    if grep -qE 'Non-2xx|Socket errors' "$work/wrk"; then
        echo "bench: $1 failed under load '$2':" >&2
        cat "$work/wrk" >&2
        exit 1
    fi
}

# measure PROXY LOAD -> one line "cpu_us rate p50 p99" appended to a file of its own
measure() {
    local before after requests
    # shellcheck disable=SC2086 # nginx has several processes
    before="$(ticks ${pids[$1]})"
    load "$1" "$2" "$connections" "$seconds"
    # shellcheck disable=SC2086
    after="$(ticks ${pids[$1]})"
    requests="$(awk '/ requests in / {print $1}' "$work/wrk")"
    [[ "$1" != gateway ]] || answered=$((answered + requests))
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" -v requests="$requests" '
        function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
        $1 == "50%" {p50 = ms($2)} $1 == "99%" {p99 = ms($2)} /Requests\/sec/ {rate = $2}
        END {printf "%.2f %.0f %.2f %.2f\n", ticks * 1e6 / hz / requests, rate, p50, p99}' "$work/wrk" >> "$work/$1.$2"
}

# the middle of COLUMN in FILE
median() {
    awk -v column="$1" '{print $column}' "$2" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}

rss_mb() {
    awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$1/status"
}

# bodies: 1 KB, a stream, 100 KB
bodies() {
    local text
    text="$(head -c 860 /dev/zero | tr '\0' 'a')"
    echo '{"model":"up/bench","temperature":0.5,"max_tokens":256,"messages":[{"role":"system","content":"You are brief."},{"role":"user","content":"'"$text"'"}]}' > "$work/json.json"
    echo '{"model":"up/bench","stream":true,"messages":[{"role":"system","content":"You are brief."},{"role":"user","content":"'"$text"'"}]}' > "$work/stream.json"
    text="$(head -c 1000 /dev/zero | tr '\0' 'b')"
    {
        printf '{"model":"up/bench","messages":[{"role":"system","content":"You are brief."}'
        for _ in $(seq 98); do
            printf ',{"role":"user","content":"%s"}' "$text"
        done
        printf ']}'
    } > "$work/prompt.json"
}

# times from the command to the first answer, in ms, of five starts with the bundled configuration
starts() {
    local begin _
    for _ in 1 2 3 4 5; do
        begin="$(now_ms)"
        start_gateway start "" "$work/start.log"
        curl -sf -o /dev/null -H 'Content-Type: application/json' -d '{"model":"echo/echo","messages":[{"role":"user","content":"hi"}]}' \
            "${urls[start]}/v1/chat/completions"
        echo $(($(now_ms) - begin))
        stop_gateway start
    done | sort -n | sed -n 3p
}

compare() {
    local name="$1" load="$2" aim="$3" proxy
    for proxy in nginx gateway; do
        printf '| %-20s | %-7s | %9s | %10s | %8s | %8s | %9s |\n' "$name" "$proxy" "$(median 1 "$work/$proxy.$load")" \
            "$(median 2 "$work/$proxy.$load")" "$(median 3 "$work/$proxy.$load")" "$(median 4 "$work/$proxy.$load")" "$(median 1 "$work/$proxy.$load.one")"
    done
    ratios+=("$(awk -v name="$name" -v g="$(median 1 "$work/gateway.$load")" -v n="$(median 1 "$work/nginx.$load")" -v aim="$aim" \
        'BEGIN {printf "%s: %.1f x the CPU of nginx (aim <= %s: %s)", name, g / n, aim, g / n <= aim ? "met" : "MISSED"}')")
}

# Two gateways: one that only relays, one with the ledger and every limit there is. Each is warmed with as many requests.
pair() {
    local one round warmed
    pair_configurations
    start_gateway bare "$work/bare.yaml" "$work/bare.log"
    start_gateway limited "$work/limited.yaml" "$work/limited.log"
    for one in bare limited; do
        warmed=0
        while ((warmed < 100000)); do
            load "$one" json "$connections" "$seconds"
            warmed=$((warmed + $(awk '/ requests in / {print $1}' "$work/wrk")))
        done
        load "$one" stream "$connections" 6
        load "$one" prompt "$connections" 6
    done
    # A pair takes little time, and more of them tell a small difference.
    for ((round = 0; round < 2 * rounds; round++)); do
        for one in json stream prompt; do
            measure bare "$one"
            measure limited "$one"
        done
    done
    stop_gateway bare
    stop_gateway limited
}

pair_configurations() {
    local upstream="{type: openai, endpoint: \"http://127.0.0.1:$upstream_port/v1\", api_key: sk-upstream"
    local tokens=1000000000000
    local rates="rate_limit_RPM: 1000000000, rate_limit_TPM: $tokens, rate_limit_TPH: $tokens, rate_limit_TPD: $tokens"
    local budgets='[{usd: 100000000, per: day}, {usd: 100000000, per: month}]'
    printf 'ledger: off\nproviders:\n  up: %s}\n' "$upstream" > "$work/bare.yaml"
    printf 'budget: %s\nproviders:\n  up: %s, %s, budget: %s, models: [{name: bench, %s, price: {input: 2.5, output: 10}}]}\n' \
        "$budgets" "$upstream" "$rates" "$budgets" "$rates" > "$work/limited.yaml"
}

# The middle of the ratios of what was measured one right after the other: the machine changes more from minute to minute.
pair_ratio() {
    paste -d' ' "$work/limited.$1" "$work/bare.$1" | awk '{print $1 / $5}' > "$work/ratios"
    median 1 "$work/ratios"
}

compare_pair() {
    local name="$1" load="$2" aim="$3" one
    for one in bare limited; do
        printf '| %-20s | %-21s | %9s | %10s |\n' "$name" "$([[ "$one" == bare ]] && echo 'bare relay' || echo 'all limits and ledger')" \
            "$(median 1 "$work/$one.$load")" "$(median 2 "$work/$one.$load")"
    done
    ratios+=("$(awk -v name="$name" -v ratio="$(pair_ratio "$load")" -v pairs="$((2 * rounds))" -v aim="$aim" \
        'BEGIN {printf "%s: limits and ledger %.2f x the CPU of the bare relay, the middle of %d pairs (aim <= %s: %s)", name, ratio, pairs, aim,
            ratio <= aim ? "met" : "MISSED"}')")
}

aim() {
    awk -v what="$1" -v found="$2" -v aim="$3" -v unit="$4" \
        'BEGIN {printf "%s: %d %s (aim <= %d: %s)\n", what, found, unit, aim, found <= aim ? "met" : "MISSED"}'
}

need gcc "gcc libc6-dev"
need nginx nginx-light
need wrk wrk
need curl curl
if (($# > 0)); then
    product="$(cd "$1" && pwd)"
else
    need unzip unzip
    zips=(../../target/*.zip)
    [[ -e "${zips[0]}" ]] || { echo "bench: no zip in distribution/target; run 'mvn package' first" >&2; exit 1; }
    unzip -q "${zips[0]}" -d "$work/product"
    products=("$work"/product/*)
    product="${products[0]}"
    ((${#products[@]} == 1)) || product="$work/product"
fi
bodies
gcc -O2 -o "$work/upstream" upstream.c
upstream_port="$(free_port)"
"$work/upstream" "$upstream_port" &
children+=("$!")
await_port "$upstream_port"
start_nginx
printf 'providers:\n  up: {type: openai, endpoint: "http://127.0.0.1:%s/v1", api_key: sk-upstream}\n' "$upstream_port" > "$work/aisbf.yaml"
start_gateway gateway "$work/aisbf.yaml" "$work/requests.log"
answered=0
while ((answered < 100000)); do
    measure gateway json
done
rss="$(rss_mb "${pids[gateway]}")"
rm "$work/gateway.json"
rss_after=$answered
for one in json stream prompt; do
    load gateway "$one" "$connections" 6
    load nginx "$one" "$connections" 1
done
for ((round = 0; round < rounds; round++)); do
    for one in json stream prompt; do
        measure nginx "$one"
        measure gateway "$one"
    done
done
for one in json stream prompt; do
    for proxy in nginx gateway; do
        load "$proxy" "$one" 1 1
        awk '$1 == "50%" {print $2}' "$work/wrk" > "$work/$proxy.$one.one"
    done
done
rss_all="$(rss_mb "${pids[gateway]}")"
nginx_rss="$(rss_mb "${pids[nginx]##* }")"
logged="$(wc -l < "$work/requests.log")"
((logged >= answered)) || { echo "bench: $answered requests were answered and $logged logged" >&2; exit 1; }
stop_gateway gateway
pair

echo "$(nproc) cores, $connections connections, $rounds rounds of $seconds s, medians; $(date -u +%F)"
echo
echo "| load                 | proxy   | CPU us/rq | requests/s | p50 ms   | p99 ms   | p50 alone |"
echo "|----------------------|---------|-----------|------------|----------|----------|-----------|"
ratios=()
compare "1 KB JSON" json 6
compare "stream, 100 events" stream 4
compare "100 KB prompt" prompt 6
echo
printf '%s\n' "${ratios[@]}"
echo
echo "| load                 | gateway               | CPU us/rq | requests/s |"
echo "|----------------------|-----------------------|-----------|------------|"
ratios=()
compare_pair "1 KB JSON" json 1.15
compare_pair "stream, 100 events" stream 1.15
compare_pair "100 KB prompt" prompt 1.15
echo
printf '%s\n' "${ratios[@]}"
aim "resident after $rss_after requests of 1 KB" "$rss" 150 MB
echo "resident after $answered requests of all three kinds: $rss_all MB (nginx: $nginx_rss MB)"
aim "start to first answer, cold" "$(starts)" 1000 ms
if AISBF_RUN_DIR="$work/run" HOME="$work" "$product/bin/aisbf" warmup > "$work/warmup.log" 2>&1; then
    aim "start to first answer, with the cache of 'aisbf warmup'" "$(starts)" 500 ms
else
    echo "bench: 'aisbf warmup' failed:" >&2
    cat "$work/warmup.log" >&2
    exit 1
fi
