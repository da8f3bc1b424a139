#include "app/playlist.h"

/* A list may not have a segment longer than its target duration; publishers set a key frame at least this often. */
const char playlist_recording_head[] = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:12\n#EXT-X-MEDIA-SEQUENCE:0\n"
                                       "#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n";

int64_t playlist_number(struct str name)
{
    int64_t number = -1;
    if (!str_starts(name, STR("seg-")) || !str_ends(name, STR(".ts"))) return -1;
    if (!str_int64((struct str){name.p + 4, name.n - 7}, &number) || number < 0) return -1;
    return number;
}

int64_t playlist_last(struct str list)
{
    int64_t last = -1;
    while (list.n) {
        int64_t number = playlist_number(str_trim(str_cut(list, '\n', &list)));
        if (number > last) last = number;
    }
    return last;
}

/* Tags that stand before a segment and belong to it. */
static bool is_of_segment(struct str line)
{
    return str_starts(line, STR("#EXTINF:")) || str_starts(line, STR("#EXT-X-DISCONTINUITY")) ||
           str_starts(line, STR("#EXT-X-PROGRAM-DATE-TIME:"));
}

void playlist_put_after(struct str list, int64_t after, struct buf *out)
{
    size_t kept = out->n; /* where the tags of the segment to come begin */
    while (list.n) {
        struct str line = str_trim(str_cut(list, '\n', &list));
        int64_t number = playlist_number(line);
        if (is_of_segment(line) || number > after) {
            buf_str(out, line);
            buf_char(out, '\n');
        }
        if (number >= 0 && number <= after) out->n = kept; /* known: forget its tags */
        if (number >= 0) kept = out->n;
    }
    out->n = kept;
}

bool playlist_is_ended(struct str list)
{
    while (list.n)
        if (str_is(str_trim(str_cut(list, '\n', &list)), "#EXT-X-ENDLIST")) return true;
    return false;
}
