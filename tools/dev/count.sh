# tools/dev/count.sh: test stages: header, time, log, and the sum of every "N passed, N failed".

PASSED=0 FAILED=0 SUMMARY=()

# All closing lines of a log added up: "PASSED FAILED".
sum_counts() {
    awk 'match($0, /^([A-Za-z_]+: )?[0-9]+ passed, [0-9]+ failed/) {
             sub(/^[A-Za-z_]+: /, ""); p += $1; f += $3 } END {print p + 0, f + 0}' "$1"
}

show_failures() {
    grep -aE '^(FAILED|not ok|[^ ]+:[0-9]+: )|ERROR: (Address|Thread)Sanitizer|runtime error:|error:' "$1" |
        awk '!seen[$0]++ && ++n <= 40 {print "    " $0}' || true
    say "    …"
    tail -n 25 "$1" | sed 's/^/    /'
    say "    (all of it: ${1#"$ROOT"/})"
    explain "$1" || true
}

# run_stage NAME: runs stage_NAME. A stage that fails without having counted a failure counts as one failed.
run_stage() {
    local name=$1 log=$LOG_DIR/stage-$1.log started status=0 passed failed line
    mkdir -p "$LOG_DIR"
    started=$(now_ms)
    printf '▸ %s: %s\n' "$name" "${STAGE_TITLE[$name]}"
    "stage_${name//-/_}" >"$log" 2>&1 </dev/null || status=$?
    read -r passed failed < <(sum_counts "$log")
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
    if [ "$status" -eq 0 ] && [ "$((passed + failed))" -eq 0 ]; then passed=1; fi
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
    line=$(printf '%5d passed, %d failed  %8s' "$passed" "$failed" "$(seconds_since "$started")")
    SUMMARY+=("$(printf '  %-18s %s' "$name" "$line")")
    [ "$failed" -eq 0 ] || show_failures "$log"
    printf '  %s\n' "${line#"${line%%[! ]*}"}"
}

# The last line is the one that a machine reads.
print_summary() {
    say ""
    printf '%s\n' "${SUMMARY[@]}"
    printf '\n%d passed, %d failed\n' "$PASSED" "$FAILED"
    [ "$FAILED" -eq 0 ]
}
