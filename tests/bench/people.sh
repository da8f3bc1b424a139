#!/bin/sh
# tests/bench/people.sh: finding people among a million: pages of GET /people by name, pinyin, initials, district.
exec "${BUILD:-build}/tests/people_bench" "$@"
