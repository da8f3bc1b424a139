# tools/dev/postgres.sh: a private PostgreSQL server for the tests: own directory, own port, gone when the script ends.

postgres_bin() {
    local dir
    dir=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$dir" ] || die "PostgreSQL's server programs are not installed (package postgresql)." \
        "未安装 PostgreSQL 服务器程序（软件包 postgresql）。"
    echo "$dir"
}

# The server refuses to run as root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# fsync is off: these databases live for minutes. The tests of durability start servers of their own.
postgres_start() {
    local bin port password
    bin=$(postgres_bin) port=$(free_port) password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    PG_DIR=$(mktemp -d /tmp/tongke-pg.XXXXXX)
    at_exit postgres_stop
    chmod 755 "$PG_DIR"
    echo "$password" >"$PG_DIR/password"
    mkdir "$PG_DIR/data" "$PG_DIR/socket"
    [ "$(id -u)" -ne 0 ] || chown -R postgres: "$PG_DIR"
    as_postgres "$bin/initdb" -D "$PG_DIR/data" -U postgres --auth=scram-sha-256 --pwfile="$PG_DIR/password" \
        --locale=C.UTF-8 --encoding=UTF8 --no-sync --no-instructions || return 1
    as_postgres "$bin/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/data/server.log" -w -t 60 start -o "-c port=$port \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories=$PG_DIR/socket -c max_connections=300 -c fsync=off \
        -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB" || return 1
    export TONGKE_TEST_PG=postgresql://postgres:$password@127.0.0.1:$port/postgres
}

postgres_stop() {
    [ -n "${PG_DIR:-}" ] || return 0
    as_postgres "$(postgres_bin)/pg_ctl" -D "$PG_DIR/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$PG_DIR"
    PG_DIR=
}

ensure_postgres() {
    [ -n "${TONGKE_TEST_PG:-}" ] || step "Start a private PostgreSQL server" postgres_start || exit 1
}
