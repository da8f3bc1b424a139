# tools/dev/build.sh: the web pages, then the program; run and format.

BUILD=$ROOT/build

# What the web build is made from; a change of any of it makes the pages again.
web_state() {
    { find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -print0 | sort -z | xargs -0 sha256sum
        node --version; } | sha256sum
}

build_web() {
    [ -f web/package.json ] || return 0
    local state stamp=$BUILD/web.state
    ensure_npm web
    state=$(web_state)
    if [ -f web/dist/index.html ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then return 0; fi
    step "Build the web pages" npm run --prefix web build || exit 1
    mkdir -p "$BUILD"
    echo "$state" >"$stamp"
}

# setup_and_compile DIR TARGET SETUP_ARGUMENT…: configures once; ninja configures again when a meson.build changes.
setup_and_compile() {
    local dir=$1 target=$2
    shift 2
    [ -f "$dir/build.ninja" ] || meson setup "$dir" "$@" || return 1
    ninja -C "$dir" "$target"
}

show_warnings() {
    local count
    count=$(grep -c ' warning: ' "$1" || true)
    [ "$count" -eq 0 ] || { say "  $count compiler warnings:"; grep ' warning: ' "$1" | sort -u | head -20 | sed 's/^/    /'; }
}

build_program() {
    step "Build the program" setup_and_compile build all || exit 1
    show_warnings "$LOG_DIR/build-the-program.log"
}

command_build() {
    ensure_packages "${PACKAGES_RUN[@]}"
    ensure_node
    build_web
    build_program
}

port_is_free() {
    local host=${1%:*} port=${1##*:}
    [ "$port" = 0 ] || ! (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null
}

make_demo() {
    local data=$1 people=$2
    [ -z "$(ls -A "$data" 2>/dev/null)" ] || return 0
    step "Make a demo city with $people people in $data" build/tongke demo --data "$data" --people "$people" --seed 1 ||
        { say "  $data holds an unfinished city: remove it and run again."; exit 1; }
}

command_run() {
    local data=data listen=${TONGKE_LISTEN:-127.0.0.1:8080} people=20000 rehearse=--rehearse extra=()
    while [ $# -gt 0 ]; do
        case $1 in
        --data) data=${2:?--data DIR}; shift ;;
        --listen) listen=${2:?--listen ADDR:PORT}; shift ;;
        --people) people=${2:?--people N}; shift ;;
        --no-rehearse) rehearse= ;;
        --) shift && extra=("$@") && break ;;
        *) die "./dev run has no option “$1”. Settings of the server itself come after --: ./dev run -- --workers 8" \
            "./dev run 没有选项“$1”。服务自身的设置写在 -- 之后：./dev run -- --workers 8" ;;
        esac
        shift
    done
    port_is_free "$listen" || die "$listen is in use. Stop that program or choose another: ./dev run --listen 127.0.0.1:8090" \
        "$listen 已被占用。请停止占用它的程序，或换一个端口：./dev run --listen 127.0.0.1:8090"
    command_build
    make_demo "$data" "$people"
    say "  Open http://$listen/  在浏览器中打开 http://$listen/  (Ctrl-C stops  按 Ctrl-C 停止)"
    # exec: the terminal's Ctrl-C reaches the server itself, which finishes requests, tells live rooms and flushes.
    exec build/tongke serve --data "$data" --listen "$listen" ${rehearse:+"$rehearse"} "${extra[@]}"
}

command_format() {
    ensure_packages "${PACKAGES_FORMAT[@]}"
    git ls-files -z '*.c' '*.h' | xargs -0 clang-format -i
    git diff --stat
}
