# tools/dev/test.sh: the stages of ./dev test, in the order in which they run: the quick ones first.

declare -A STAGE_TITLE=(
    [layers]='who includes whom, and the form of the sources'
    [unit]='unit and property tests, stores on SQLite and PostgreSQL'
    [types]='the TypeScript types of the API are the ones that the program prints'
    [openapi]='the OpenAPI description passes a public linter'
    [scenario-sqlite]='HTTP scenarios against the real program on SQLite'
    [scenario-postgres]='the same HTTP scenarios on PostgreSQL'
    [permissions]='every route × every role × inside and outside of its part of the tree, on both databases'
    [system]='the whole program under kill -9, a full disk and hostile input'
    [deploy]='what deploy/ holds, really started: nginx, NATS, a PostgreSQL standby, the package'
    [web]='the pages: types and unit tests'
    [browser]='the whole loop in real browsers'
    [sanitize]='unit tests and scenarios under AddressSanitizer and UndefinedBehaviorSanitizer'
    [thread]='threads of the network, the hub and the writer under ThreadSanitizer'
    [fuzz]='eight seconds of fuzzing for each parser of foreign bytes'
)
STAGES=(layers unit types openapi scenario-sqlite scenario-postgres permissions system deploy web browser sanitize thread fuzz)
NEED_POSTGRES=' unit scenario-postgres permissions system deploy browser sanitize thread '

# A stage is left out only while the files that it would test do not exist.
stage_exists() {
    case $1 in
    layers) [ -x tools/check_layers ] ;;
    types) [ -f web/src/api/generated.ts ] ;;
    openapi) [ -f tests/tools/package.json ] && program_has openapi ;;
    scenario-*) compgen -G 'tests/api/*/*.http' >/dev/null && program_has serve ;;
    permissions) [ -f tests/api/permissions.py ] && program_has routes ;;
    system) compgen -G 'tests/system/*_test.py' >/dev/null && program_has serve ;;
    deploy) compgen -G 'tests/deploy/*_test.py' >/dev/null && program_has serve ;;
    web) [ -f web/package.json ] ;;
    browser) [ -f tests/browser/run.mjs ] ;;
    fuzz) compgen -G 'tests/fuzz/*_fuzz.c' >/dev/null ;;
    *) true ;;
    esac
}

program_has() { [ -f src/app/main.c ] && grep -q "\"$1\"" src/app/*.c; }

# Every test program of a build directory, compiled where it is not yet, with its counts; meson's own log tells one JSON
# object a program.
meson_tests() {
    local dir=$1 status=0
    shift
    timeout -k 10 900 meson test -C "$dir" --num-processes 2 --timeout-multiplier 5 --print-errorlogs "$@" >"$dir/test-output.log" 2>&1 ||
        status=$?
    tools/dev/meson_counts "$dir/meson-logs/testlog.json" || status=1
    [ "$status" -eq 0 ] || tail -n 100 "$dir/test-output.log"
    return $status
}

stage_layers() { tools/check_layers; }
stage_unit() { meson_tests build --no-suite layers; }

stage_types() {
    build/tongke typescript | diff -u web/src/api/generated.ts - ||
        { say "FAILED web/src/api/generated.ts is old: build/tongke typescript >web/src/api/generated.ts"; return 1; }
}

stage_openapi() {
    build/tongke openapi >build/openapi.json &&
        tests/tools/node_modules/.bin/spectral lint --ruleset tests/tools/openapi.yaml --fail-severity warn build/openapi.json
}

stage_scenario_sqlite() { timeout -k 10 600 tests/api/run --program build/tongke --jobs 2; }
stage_scenario_postgres() { timeout -k 10 600 tests/api/run --program build/tongke --jobs 2 --db "$TONGKE_TEST_PG"; }

stage_permissions() {
    local status=0
    timeout -k 10 300 tests/api/permissions.py --program build/tongke || status=1
    timeout -k 10 300 tests/api/permissions.py --program build/tongke --db "$TONGKE_TEST_PG" || status=1
    return $status
}

# The modules that packages.sh installs belong to Debian's own Python, whichever other one comes first in PATH.
DEBIAN_PYTHON=/usr/bin/python3

# system_one FILE: what it says is printed in one piece when it has ended.
system_one() {
    local status=0 output=build/log/system-$(basename "$1" .py).log
    timeout -k 10 600 $DEBIAN_PYTHON "$1" build/tongke >"$output" 2>&1 || status=1
    cat "$output"
    return $status
}

# Three at a time, for most of them wait: for a time limit, a restart, a letter that is sent again. The largest first, lest
# one be left over at the end.
stage_system() {
    export -f system_one
    export DEBIAN_PYTHON
    ls -S tests/system/*_test.py | xargs -P 3 -I {} bash -c 'system_one {}'
}

stage_deploy() {
    local test status=0
    package_make || return 1
    for test in tests/deploy/*_test.py; do timeout -k 10 600 $DEBIAN_PYTHON "$test" build/tongke || status=1; done
    return $status
}

# Vitest's closing line in our form: "Tests  1 failed | 41 passed (42)".
count_vitest() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '/^ *Tests +[0-9]/ {
        for (i = 2; i < NF; i++) { if ($(i + 1) ~ /^passed/) p = $i; if ($(i + 1) ~ /^failed/) f = $i } }
        END { printf "web: %d passed, %d failed\n", p, f }'
}

# Both at once: either keeps one core busy.
stage_web() {
    local status=0 types=build/log/types.log output=build/log/vitest.log job
    timeout -k 10 300 npm run --prefix web typecheck >$types 2>&1 &
    job=$!
    timeout -k 10 300 npm run --prefix web test >$output 2>&1 || status=1
    wait $job && say "types: 1 passed, 0 failed" ||
        { cat $types; say "FAILED the pages' types"; say "types: 0 passed, 1 failed"; status=1; }
    cat $output
    count_vitest $output
    return $status
}

stage_browser() { timeout -k 10 2400 node tests/browser/run.mjs; }

# What a sanitizer finds ends the program, in every stage that has one, whichever stages run.
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=suppressions=$ROOT/tests/leaks.txt:print_suppressions=0
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1

stage_sanitize() {
    setup_and_compile build-asan all -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 || return 1
    local status=0
    meson_tests build-asan --no-suite slow --no-suite layers --timeout-multiplier 4 || status=1
    if stage_exists scenario-sqlite; then
        timeout -k 10 600 tests/api/run --program build-asan/tongke --jobs 2 || status=1
    fi
    return $status
}

# The suite "threads" is what shares memory between threads: net, hub, the database writer.
stage_thread() {
    setup_and_compile build-tsan build.ninja -Db_sanitize=thread -Db_lundef=false -Doptimization=1 || return 1
    meson_tests build-tsan --suite threads --timeout-multiplier 6
}

# fuzz_one PROGRAM: from the kept examples, with new finds going to the build directory.
fuzz_one() {
    local name found seeds=()
    name=$(basename "$1" _fuzz) found=build-fuzz/found/$(basename "$1" _fuzz)
    mkdir -p "$found"
    [ ! -d "tests/fuzz/corpus/$name" ] || seeds=("tests/fuzz/corpus/$name")
    if timeout -k 10 120 "$1" -max_total_time="${TONGKE_FUZZ_SECONDS:-8}" -seed="${TONGKE_FUZZ_SEED:-1}" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$found-" "$found" "${seeds[@]}" >"$found.log" 2>&1; then
        printf '%s: 1 passed, 0 failed\n' "$name"
    else
        tail -n 60 "$found.log"
        printf 'FAILED fuzzing %s\n%s: 0 passed, 1 failed\n' "$name" "$name"
        return 1
    fi
}

stage_fuzz() {
    CC=clang setup_and_compile build-fuzz fuzzers -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
        -Dc_args=-fsanitize=fuzzer-no-link || return 1
    export -f fuzz_one
    find build-fuzz/tests/fuzz -maxdepth 1 -name '*_fuzz' -type f -print0 | sort -z |
        xargs -0 -P 2 -I {} bash -c 'fuzz_one {}'
}

list_stages() {
    local name
    for name in "${STAGES[@]}"; do printf '  %-18s %s\n' "$name" "${STAGE_TITLE[$name]}"; done
}

# "scenario" selects scenario-sqlite and scenario-postgres.
select_stages() {
    local wanted name found
    [ $# -gt 0 ] || set -- "${STAGES[@]}"
    for wanted in "$@"; do
        found=
        for name in "${STAGES[@]}"; do
            if [[ $name == "$wanted" || $name == "$wanted"-* ]]; then SELECTED+=("$name") found=1; fi
        done
        [ -n "$found" ] || die "no stage “$wanted”: ./dev test --list shows them" "没有“$wanted”这个阶段，./dev test --list 可列出全部"
    done
}

prepare_test() {
    local name dir
    ensure_packages "${PACKAGES_RUN[@]}" "${PACKAGES_TEST[@]}"
    ensure_node
    need_space "$ROOT" 3000
    build_web
    build_program
    for dir in tests/browser tests/tools tests/system/provider; do [ ! -f $dir/package.json ] || ensure_npm $dir; done
    for name in "${SELECTED[@]}"; do
        [[ $NEED_POSTGRES != *" $name "* ]] || ensure_postgres
    done
}

command_test() {
    [ "${1:-}" != --list ] || { list_stages; return 0; }
    SELECTED=()
    select_stages "$@"
    prepare_test
    local name
    for name in "${SELECTED[@]}"; do
        if stage_exists "$name"; then run_stage "$name"; else SUMMARY+=("$(printf '  %-18s nothing there yet' "$name")"); fi
    done
    print_summary
}
