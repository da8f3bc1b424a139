#include "domain/live/live_private.h"

#include <string.h>

const char *const live_state_names[] = {"", "ready", "open", "closed", NULL};
const char *const live_source_names[] = {"", "none", "file", "rtmp", NULL};
const char *const live_media_names[] = {"", "none", "waiting", "playing", "lost", "ended", "failed", NULL};
const char *const live_role_names[] = {"", "teacher", "staff", "site", "learner", NULL};
const char *const live_kind_names[] = {
    "",       "danmaku", "question", "answered", "hand", "hand_called", "poll_opened", "poll_closed",
    "opened", "closed",  "media",    "notice",   NULL};
const char *const live_question_state_names[] = {"", "open", "answered", NULL};
const char *const live_hand_state_names[] = {"", "raised", "called", "lowered", NULL};
const char *const live_poll_state_names[] = {"", "open", "closed", NULL};
const char *const live_person_state_names[] = {"", "online", "in_class", "leave", "absent", NULL};

bool live_role_can(const struct who *who, enum perm perm, struct str org_path)
{
    for (LIST_EACH(who->roles, struct who_role, r))
        if (r->role != ROLE_SITE_LEADER && role_has(r->role, perm) && path_is_under(org_path, r->path)) return true;
    return false;
}

uint32_t live_tag_of(int role)
{
    static const uint32_t tags[] = {0, LIVE_TAG_TEACHER, LIVE_TAG_STAFF, LIVE_TAG_SITE, LIVE_TAG_LEARNER};
    return tags[role];
}

/* Blanks of every kind that people paste; the other controls are refused. */
static bool is_blank(int32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0 || c == 0x3000 || c == 0x2028 || c == 0x2029;
}

/* Controls, and marks that turn the direction of writing: they would disturb the lines of others. */
static bool is_unwanted(int32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xfeff;
}

struct err *live_text_check(struct arena *a, struct str text, const char *field, int64_t max_chars,
                            struct str *ret_text)
{
    char *p = arena_bytes(a, text.n + 1);
    size_t n = 0, at = 0, from = 0;
    int64_t chars = 0;
    bool gap = false;
    for (int32_t c = str_next(text, &at); c >= 0; from = at, c = str_next(text, &at)) {
        if (is_blank(c)) {
            gap = n > 0;
            continue;
        }
        if (is_unwanted(c)) continue;
        if (gap) p[n++] = ' ', chars++;
        gap = false;
        memcpy(p + n, text.p + from, at - from);
        n += at - from;
        chars++;
    }
    if (!n) FAIL_FIELD(a, "live.empty", field, "请先输入内容。", "Write something first.");
    if (chars > max_chars)
        FAIL_FIELD(a, "live.too_long", field, "最多 %lld 个字，现在有 %lld 个。",
                   "At most %lld characters, now there are %lld.", (long long)max_chars, (long long)chars);
    *ret_text = (struct str){p, n};
    return NULL;
}

struct err *live_choices_read(struct arena *a, const struct live_poll *poll, struct list option_ids,
                              int64_t *ret_choices)
{
    int64_t choices = 0;
    for (LIST_EACH(option_ids, int64_t, no)) {
        if (*no < 1 || *no > poll->option_count)
            FAIL_FIELD(a, "live.no_option", "options", "没有第 %lld 个选项。", "There is no option %lld.",
                       (long long)*no);
        choices |= (int64_t)1 << (*no - 1);
    }
    if (!choices) FAIL_FIELD(a, "live.no_choice", "options", "请先选择一项。", "Choose an option first.");
    if (!poll->multiple && (choices & (choices - 1)))
        FAIL_FIELD(a, "live.one_choice", "options", "这个投票只能选一项。",
                   "Only one option may be chosen in this poll.");
    *ret_choices = choices;
    return NULL;
}

struct str live_choices_text(struct arena *a, int64_t choices)
{
    struct buf out;
    buf_init(&out, 256);
    for (int64_t no = 1; no <= LIVE_OPTIONS_MAX; no++) {
        if (!(choices >> (no - 1) & 1)) continue;
        buf_char(&out, out.n ? ',' : '[');
        buf_int(&out, no);
    }
    if (!out.n) buf_char(&out, '[');
    buf_char(&out, ']');
    struct str text = str_copy(a, buf_text(&out));
    buf_done(&out);
    return text;
}

/* The low bits of an id are a counter: near each other they differ, which is what is wanted. */
int64_t live_shard_of(int64_t person_id)
{
    return (int64_t)(((uint64_t)person_id * 0x9e3779b97f4a7c15u >> 32) % LIVE_SHARDS);
}

int64_t live_seconds(int64_t joined_at, int64_t until_at, int64_t opened_at)
{
    if (!opened_at) return 0;
    int64_t from = joined_at > opened_at ? joined_at : opened_at;
    return until_at > from ? (until_at - from) / TIME_SECOND_US : 0;
}

int64_t live_limits_pack(int64_t danmaku_seconds, int64_t danmaku_chars, int64_t roll_minutes)
{
    return (danmaku_seconds & 0xffff) << 32 | (danmaku_chars & 0xffff) << 16 | (roll_minutes & 0xffff);
}

int64_t live_limit_danmaku_us(int64_t packed) { return (packed >> 32 & 0xffff) * TIME_SECOND_US; }

int64_t live_limit_danmaku_chars(int64_t packed)
{
    int64_t chars = packed >> 16 & 0xffff;
    return chars < LIVE_DANMAKU_CHARS_MAX ? chars : LIVE_DANMAKU_CHARS_MAX;
}

int64_t live_limit_roll_seconds(int64_t packed) { return (packed & 0xffff) * 60; }

struct err *live_open_check(struct call *c, int state)
{
    if (state == LIVE_OPEN) return NULL;
    if (state == LIVE_CLOSED) FAIL(c->arena, ERR_CONFLICT, "live.closed", "这节课已经下课。", "This lesson is over.");
    FAIL(c->arena, ERR_CONFLICT, "live.not_open", "还没有上课，请稍候。", "The lesson has not begun yet.");
}

void live_reverse(struct list *events)
{
    for (size_t i = 0, k = events->n; i + 1 < k--; i++) {
        struct live_event *x = LIST_AT(*events, struct live_event, i), *y = LIST_AT(*events, struct live_event, k),
                          kept = *x;
        *x = *y;
        *y = kept;
    }
}
