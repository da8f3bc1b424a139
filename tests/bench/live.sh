#!/usr/bin/env bash
# tests/bench/live.sh: how long one message takes to reach 10,000 WebSocket clients, and what a connection costs in memory,
# beside nginx with nchan in the same run. We run with one loop a core, as deployed; nchan runs with one worker and with one
# a core, and the better of the two is the yardstick. Rounds alternate; a time is the median of its rounds.
#
# usage: live.sh [--json FILE] [--clients N] [--messages N] [--rounds N]
#                [--port PORT --pid PID [--path PATH] [--header 'Cookie: …'] [--post PATH]]
# Without --port the whole program is measured: a demo city, each client a learner of its own with a cookie, in the live
# room of a lesson, and each message a danmaku that is on disk before it is sent on. The network layer alone (bench_hub) is
# shown beside it. With --port, the server that is running there: it must publish messages with the mark that fan.c
# describes, or let fan do it by POST.
set -euo pipefail

BUILD=${BUILD:-build}
json= clients=10000 messages=6 rounds=5
port= pid= path=/ws header= post= cookies=
ROOT=${ROOT:-$(dirname "$0")/../..}
while [ $# -gt 0 ]; do
    case $1 in
    --json | --clients | --messages | --rounds | --port | --pid | --path | --header | --post)
        declare "${1#--}=${2:?$1 needs a value}"
        shift 2 ;;
    *)
        sed -n '6,7s/^# //p' "$0" >&2
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

# The limit of this shell is what nginx and the clients can have.
ulimit -n "$(ulimit -Hn)"
most=$(($(ulimit -n) - 500))
if [ "$clients" -gt "$most" ]; then
    echo "live: only $most clients: the limit of open files is $(ulimit -Hn) (raise it in /etc/security/limits.conf)" >&2
    clients=$most
fi

wait_for() { # FILE PATTERN [COUNT]: until so many lines of the file match
    local found
    found=$(timeout 20 grep -c -m "${3:-1}" -- "$2" < <(tail -n +1 -F "$1" 2>/dev/null)) && [ "$found" -ge "${3:-1}" ] ||
        { cat "$1" >&2; exit 1; }
}

declare -A ports=() pids=()

start_nchan() { # WORKERS PORT
    local dir=$work/nchan-$1
    mkdir "$dir"
    cat >"$dir/nginx.conf" <<CONF
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off;
pid $dir/nginx.pid;
error_log $dir/nginx.log notice;
worker_processes $1;
worker_rlimit_nofile $(ulimit -n);
events { worker_connections $(($(ulimit -n) - 100)); }
http {
    access_log off;
    client_body_temp_path $dir/body; proxy_temp_path $dir/proxy; fastcgi_temp_path $dir/fastcgi;
    uwsgi_temp_path $dir/uwsgi; scgi_temp_path $dir/scgi;
    nchan_shared_memory_size 128M;
    server {
        listen 127.0.0.1:$2 backlog=4096;
        location = /sub { nchan_subscriber websocket; nchan_channel_id room; nchan_subscriber_first_message newest; }
        location = /pub { nchan_publisher; nchan_channel_id room; nchan_message_buffer_length 1; }
    }
}
CONF
    : >"$dir/nginx.log"
    nginx -c "$dir/nginx.conf" -p "$dir" &
    children+=($!)
    wait_for "$dir/nginx.log" "start worker process [0-9]" "$1"
    ports[nchan-$1]=$2
    pids[nchan-$1]=$(pgrep -d, -P "$!")
}

start_hub() {
    "$BUILD/tests/bench_hub" 0 "$cores" >"$work/hub.out" &
    children+=($!)
    pids[hub]=$!
    wait_for "$work/hub.out" 'listening on'
    ports[hub]=$(sed -n 's/listening on //p' "$work/hub.out")
}

start_program() {
    python3 "$ROOT/tests/bench/live_room.py" "$work" "$clients" >"$work/room.out" 2>"$work/room.log" &
    children+=($!)
    for ((tick = 0; tick < 3000; tick++)); do
        grep -q '^port ' "$work/room.out" && break
        kill -0 "${children[-1]}" 2>/dev/null || { cat "$work/room.log" >&2; exit 1; }
        sleep 0.1
    done
    local session
    read -r _ port _ pid _ session < <(grep '^port ' "$work/room.out")
    path=/api/v1/sessions/$session/live
    cookies=$work/cookies
}

start_ours() {
    if [ -z "$port" ]; then
        start_hub
        start_program
    fi
    ports[tongke]=$port
    pids[tongke]=$pid
}

measure() { # NAME PATH HEADER POST COOKIES
    "$BUILD/tests/fan" --clients "$clients" --messages "$messages" --port "${ports[$1]}" --pids "${pids[$1]}" --path "$2" \
        ${3:+--header "$3"} ${4:+--post "$4"} ${5:+--cookies "$5"} >>"$work/$1.json"
    tail -n 1 "$work/$1.json" | jq -r --arg who "$1" '"  \($who): mean \(.mean_ms) ms, max \(.max_ms) ms, " +
        "\(.us_per_delivery) µs CPU a delivery, \(.bytes_per_connection) B a connection"'
}

cores=$(nproc)
start_nchan 1 21081
[ "$cores" -eq 1 ] || start_nchan "$cores" 21082
start_ours
for ((round = 0; round < rounds; round++)); do
    for name in "${!ports[@]}"; do
        case $name in
        tongke) measure tongke "$path" "$header" "$post" "$cookies" ;;
        hub) measure hub /ws '' '' ;;
        *) measure "$name" /sub '' /pub ;;
        esac
    done
done

# Memory is told by the first round: later ones find it allocated.
figures=$(jq -n --slurpfile ours "$work/tongke.json" --slurpfile one "$work/nchan-1.json" \
    --slurpfile many "$work/nchan-$cores.json" --slurpfile hub "$([ -f "$work/hub.json" ] && echo "$work/hub.json" || echo /dev/null)" '
    def median(f): map(f) | sort | .[length / 2 | floor];
    def rounded: . * 1000 | round / 1000;
    def figure($name; $unit; $value; $peer): {name: $name, value: ($value | rounded), unit: $unit,
        peer: "nginx nchan: \($peer | rounded) \($unit)", ratio: ($value / $peer | rounded)};
    if ([$ours[], $one[], $many[] | select(.lost > 0 or .whole < .messages)] | length) > 0
    then error("a client was lost or a message did not reach all") else . end |
    ([$one, $many] | min_by(median(.mean_ms))) as $peer |
    [
        figure("live_fanout_ms"; "ms"; $ours | median(.mean_ms); $peer | median(.mean_ms)),
        figure("live_fanout_max_ms"; "ms"; $ours | median(.max_ms); $peer | median(.max_ms)),
        figure("live_delivery_cpu_us"; "µs"; $ours | median(.us_per_delivery); $peer | median(.us_per_delivery)),
        figure("live_bytes_per_connection"; "B"; $ours[0].bytes_per_connection; $peer[0].bytes_per_connection)
    ] | [
        {name: "live_fanout_ratio_to_nchan", value: .[0].ratio, unit: "ratio", peer: .[0].peer, ratio: .[0].ratio},
        figure("live_fanout_ms_one_worker"; "ms"; $ours | median(.mean_ms); $one | median(.mean_ms))
    ] + . + if ($hub | length) == 0 then [] else [
        figure("live_hub_alone_ms"; "ms"; $hub | median(.mean_ms); $peer | median(.mean_ms)),
        figure("live_hub_alone_bytes_per_connection"; "B"; $hub[0].bytes_per_connection; $peer[0].bytes_per_connection)
    ] end')
jq -r '.[] | "  \(.name) \(.value) \(.unit) (\(.peer); ratio \(.ratio))"' <<<"$figures"
[ -z "$json" ] || printf '%s\n' "$figures" >"$json"
