#!/usr/bin/env bash
# tests/bench/http.sh: small replies a second of the net layer alone, one loop, 64 connections, beside nginx with one worker
# answering the same text in the same run.
#
# usage: http.sh [--json FILE] [--seconds N] [--rounds N]
set -euo pipefail

BUILD=${BUILD:-build}
json= seconds=4 rounds=3
while [ $# -gt 0 ]; do
    case $1 in
    --json | --seconds | --rounds)
        declare "${1#--}=${2:?$1 needs a value}"
        shift 2 ;;
    *)
        sed -n '5s/^# //p' "$0" >&2
        exit 2 ;;
    esac
done

work=$(mktemp -d)
children=()
finish() {
    [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

port=21083
cat >"$work/nginx.conf" <<CONF
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log notice;
worker_processes 1;
events { worker_connections 1000; }
http {
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
    uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
    server {
        listen 127.0.0.1:$port;
        default_type application/json;
        location / { return 200 '{"user":{"id":"12345","name":"Anna"},"unread":3}'; }
    }
}
CONF
mkfifo "$work/ready"
"$BUILD/tests/bench_hub" 0 1 >"$work/ready" &
children+=($!)
read -r _ _ ours_port <"$work/ready"
nginx -c "$work/nginx.conf" -p "$work" &
children+=($!)
curl -sS -o "$work/nginx.out" --retry 20 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$port/"
curl -sS -o "$work/ours.out" "http://127.0.0.1:$ours_port/"
cmp "$work/nginx.out" "$work/ours.out"

measure() { # NAME PORT
    wrk -t1 -c64 -d"$seconds" --latency "http://127.0.0.1:$2/" >"$work/wrk"
    awk '/99%/ {p99 = $2} /Requests\/sec/ {rps = $2} /Non-2xx|Socket errors/ {bad = 1}
        END {if (bad || !rps) exit 1; unit = p99; gsub(/[0-9.]/, "", unit); sub(/[a-z]+$/, "", p99)
            print rps, p99 * (unit == "us" ? 0.001 : unit == "s" ? 1000 : 1)}' "$work/wrk" >>"$work/$1"
    tail -n 1 "$work/$1" | sed "s/^\(.*\) \(.*\)$/  $1: \1 replies a second, p99 \2 ms/"
}

for ((round = 0; round < rounds; round++)); do
    measure nginx "$port"
    measure tongke "$ours_port"
done

middle() { sort -n "$work/$1" | awk -v column="$2" '{v[NR] = $column} END {print v[int((NR + 1) / 2)]}'; }
figures=$(jq -n --argjson ours "$(middle tongke 1)" --argjson peer "$(middle nginx 1)" \
    --argjson ours_ms "$(middle tongke 2)" --argjson peer_ms "$(middle nginx 2)" '[
    {name: "http_plain_rps", value: $ours, unit: "1/s", peer: "nginx: \($peer) 1/s", ratio: ($ours / $peer * 1000 | round / 1000)},
    {name: "http_plain_p99_ms", value: $ours_ms, unit: "ms", peer: "nginx: \($peer_ms) ms",
        ratio: ($ours_ms / $peer_ms * 1000 | round / 1000)}]')
jq -r '.[] | "  \(.name) \(.value) \(.unit) (\(.peer); ratio \(.ratio))"' <<<"$figures"
[ -z "$json" ] || printf '%s\n' "$figures" >"$json"
