# tools/dev/bench.sh: ./dev bench NAME: runs tests/bench/NAME (or NAME.sh), with what it compares itself to.

bench_names() {
    local file name
    for file in tests/bench/*; do
        [ -x "$file" ] && [ -f "$file" ] || continue
        name=$(basename "$file")
        echo "${name%%.*}"
    done | sort -u
}

bench_program() {
    local file
    for file in "tests/bench/$1" "tests/bench/$1.sh" "tests/bench/$1.py"; do
        if [ -f "$file" ] && [ -x "$file" ]; then echo "$file"; return 0; fi
    done
    die "no bench “$1”. There are: $(bench_names | tr '\n' ' ')" "没有“$1”这个测量。现有：$(bench_names | tr '\n' ' ')"
}

# Figures from a busy machine mislead: say what it was doing.
print_machine() {
    say "  Machine: $(nproc) cores, $(awk '/^model name/ {sub(/.*: /, ""); print; exit}' /proc/cpuinfo)," \
        "$(awk '/^MemTotal/ {printf "%.0f GB", $2 / 1048576}' /proc/meminfo); load $(cut -d' ' -f1-3 /proc/loadavg)"
}

command_bench() {
    local name=${1:-} json= program
    [ -n "$name" ] || { say "./dev bench NAME [--json FILE]; NAME is one of:"; bench_names | sed 's/^/  /'; return 0; }
    shift
    if [ "${1:-}" = --json ]; then
        json=$(realpath -m -- "${2:?--json FILE}")
        shift 2
    fi
    program=$(bench_program "$name")
    ensure_packages "${PACKAGES_RUN[@]}" "${PACKAGES_BENCH[@]}"
    command_build
    print_machine
    BUILD=$BUILD ROOT=$ROOT "$program" ${json:+--json "$json"} "$@"
    print_machine
}
