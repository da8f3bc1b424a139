/* tests/unit/bridge_test.c: what another node may send, whole, cut short or odd. */
#include "check.h"
#include "net/bridge.h"

#include <string.h>

static void a_message_of_another_node_is_read_whole(void)
{
    static const char bytes[] = "T\0\0\0\0\0\0\1\2\0\0\0\5{}";
    struct bridge_message m;
    CHECK(bridge_read((struct str){bytes, sizeof bytes - 1}, &m));
    CHECK(m.kind == BRIDGE_TEXT && m.room == 258 && m.mask == 5 && str_is(m.text, "{}"));
    CHECK(bridge_read((struct str){bytes, BRIDGE_HEAD_BYTES}, &m));
    CHECK(m.text.n == 0);
}

static void what_is_cut_short_or_of_no_known_kind_is_left(void)
{
    struct bridge_message m;
    CHECK(!bridge_read((struct str){"T\0\0\0\0\0\0\1\2\0\0\0", BRIDGE_HEAD_BYTES - 1}, &m));
    CHECK(!bridge_read((struct str){"X\0\0\0\0\0\0\1\2\0\0\0\5{}", 15}, &m));
    CHECK(!bridge_read((struct str){NULL, 0}, &m));
}

int main(void)
{
    RUN(a_message_of_another_node_is_read_whole);
    RUN(what_is_cut_short_or_of_no_known_kind_is_left);
    return check_end();
}
