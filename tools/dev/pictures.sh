# tools/dev/pictures.sh: the pictures of README and docs, taken anew by the browser tests that show them.

# picture in docs/pictures: the shot of a test
declare -A PICTURES=(
    [board]=board
    [dispatch-review]=dispatch-demo-calendar
    [import]=import-errors
    [ledger]=learner-desk-_ledger
    [lesson-phone]=rehearsal-phone
    [lesson-roll]=lesson-roll
    [lesson-site]=lesson-site
    [lesson-teacher]=rehearsal-teacher
)
PICTURE_TESTS='one lesson reaches | the rehearsed lesson | learner opens / /learn | the board counts | draft round on a phone | what is wrong with a table'

command_pictures() {
    ensure_packages "${PACKAGES_RUN[@]}" "${PACKAGES_TEST[@]}"
    command_build
    ensure_npm tests/browser
    local shots name
    shots=$(mktemp -d)
    TONGKE_PEOPLE=12000 TONGKE_SHOTS=$shots node tests/browser/run.mjs "$PICTURE_TESTS" || die "a test failed: the pictures stay as they are" "测试未通过，图片没有更新"
    for name in "${!PICTURES[@]}"; do cp "$shots/${PICTURES[$name]}.png" "docs/pictures/$name.png"; done
    rm -r "$shots"
    echo "docs/pictures: ${#PICTURES[@]} pictures"
}
