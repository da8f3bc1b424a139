#!/bin/sh
# tests/bench/database.sh: the database layer alone: time of a read, durable writes a second. PostgreSQL where TONGKE_TEST_PG is set.
exec "${BUILD:-build}/tests/db_bench" "$@"
