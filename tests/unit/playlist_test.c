/* tests/unit/playlist_test.c: the recording grows from the live list, whatever happens to the publisher. */
#include "app/playlist.h"
#include "check.h"

static const char first[] = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n"
                            "#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-DISCONTINUITY\n#EXTINF:1.000000,\nseg-000000.ts\n"
                            "#EXTINF:0.750000,\nseg-000001.ts\n";
static const char later[] =
    "#EXTM3U\r\n#EXT-X-MEDIA-SEQUENCE:1\r\n#EXTINF:0.750000,\r\nseg-000001.ts\r\n"
    "#EXT-X-DISCONTINUITY\r\n#EXTINF:1.000000,\r\n#EXT-X-PROGRAM-DATE-TIME:2026-11-24T00:36:57.049+0000\r\n"
    "seg-000002.ts\r\n#EXT-X-ENDLIST\r\n";

static void a_segment_has_its_number_in_its_name(void)
{
    CHECK_INT(playlist_number(STR("seg-000017.ts")), 17);
    CHECK_INT(playlist_number(STR("seg-1000000.ts")), 1000000);
    CHECK_INT(playlist_number(STR("seg-.ts")), -1);
    CHECK_INT(playlist_number(STR("seg--1.ts")), -1);
    CHECK_INT(playlist_number(STR("other-1.ts")), -1);
    CHECK_INT(playlist_number(STR("#EXTINF:1,")), -1);
}

static void the_newest_segment_is_found(void)
{
    CHECK_INT(playlist_last(str_of(first)), 1);
    CHECK_INT(playlist_last(str_of(later)), 2);
    CHECK_INT(playlist_last(STR("")), -1);
    CHECK_INT(playlist_last(STR("#EXTM3U\n")), -1);
}

static void the_recording_gets_every_segment_once_with_its_tags(void)
{
    struct buf out;
    buf_init(&out, 4096);
    playlist_put_after(str_of(first), -1, &out);
    playlist_put_after(str_of(first), 1, &out);
    playlist_put_after(str_of(later), 1, &out);
    CHECK_STR(buf_text(&out),
              "#EXT-X-DISCONTINUITY\n#EXTINF:1.000000,\nseg-000000.ts\n#EXTINF:0.750000,\nseg-000001.ts\n"
              "#EXT-X-DISCONTINUITY\n#EXTINF:1.000000,\n"
              "#EXT-X-PROGRAM-DATE-TIME:2026-11-24T00:36:57.049+0000\nseg-000002.ts\n");
    buf_done(&out);
}

static void half_a_list_adds_no_tags_without_a_segment(void)
{
    struct buf out;
    buf_init(&out, 4096);
    playlist_put_after(STR("#EXTM3U\n#EXTINF:1.0,\nseg-000000.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:1.0,\n"), -1, &out);
    CHECK_STR(buf_text(&out), "#EXTINF:1.0,\nseg-000000.ts\n");
    buf_done(&out);
}

static void the_end_mark_is_seen(void)
{
    CHECK(!playlist_is_ended(str_of(first)));
    CHECK(playlist_is_ended(str_of(later)));
}

int main(void)
{
    RUN(a_segment_has_its_number_in_its_name);
    RUN(the_newest_segment_is_found);
    RUN(the_recording_gets_every_segment_once_with_its_tags);
    RUN(half_a_list_adds_no_tags_without_a_segment);
    RUN(the_end_mark_is_seen);
    return check_end();
}
