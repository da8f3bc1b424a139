/* domain/live/live_say.c: what clients send: danmaku, questions, votes, hands, polls, answers, signs of life. */
#include "domain/live/live_private.h"

/* ---- who speaks ---- */

struct speaker {
    struct live_room room;
    struct live_span span;
    struct live_speaker who;
};

static struct err *speaker_get(struct call *c, struct speaker *ret_speaker)
{
    if (!c->who->person_id)
        FAIL(c->arena, ERR_DENIED, "live.looking_on", "这个账号不对应人员，只能旁听；要发言请用个人账号登录。",
             "This account has no person: it looks on. To speak, sign in with a personal account.");
    TRY(live_room_get(c, c->link->room, &ret_speaker->room));
    TRY(live_open_check(c, ret_speaker->room.state));
    TRY(live_span_get(c, c->link->extra[LIVE_EXTRA_SPAN], &ret_speaker->span));
    ret_speaker->who = (struct live_speaker){c->who->person_id, c->who->name, ret_speaker->span.site_name};
    return NULL;
}

static struct err *teacher_get(struct call *c, struct speaker *ret_speaker)
{
    if (c->link->extra[LIVE_EXTRA_ROLE] != LIVE_TEACHER)
        FAIL(c->arena, ERR_DENIED, "live.not_teacher", "只有主讲教师和班主任可以这样做。",
             "Only the teacher and the class manager may do this.");
    return speaker_get(c, ret_speaker);
}

static struct err *tell(struct call *c, const struct speaker *s, int kind, struct str body, int64_t *ret_seq)
{
    return live_tell(c, c->link->room, kind, &s->who, s->span.site_id, body, ret_seq);
}

static struct str json_text(struct arena *a, struct str text)
{
    struct buf out;
    buf_init(&out, 16 << 10);
    buf_json_text(&out, text);
    struct str json = str_copy(a, buf_text(&out));
    buf_done(&out);
    return json;
}

struct said { /* what most acks carry */
    int64_t seq;
};
static const struct shape_field said_fields[] = {F_INT(struct said, seq, 0, 0, 0, "序号", "number of the event")};
static const struct shape said_shape = SHAPE("LiveSaid", struct said, said_fields);

/* ---- danmaku ---- */

struct text_in {
    struct str text;
};
static const struct shape_field danmaku_fields[] = {
    F_TEXT(struct text_in, text, 1, LIVE_DANMAKU_CHARS_MAX, SHAPE_REQUIRED, "弹幕", "danmaku")};
static const struct shape danmaku_shape = SHAPE("LiveDanmakuIn", struct text_in, danmaku_fields);

static struct err *danmaku(struct call *c)
{
    struct speaker s;
    struct str text;
    bool taken;
    int64_t limits = c->link->extra[LIVE_EXTRA_LIMITS], gap_us = live_limit_danmaku_us(limits);
    TRY(live_text_check(c->arena, ((const struct text_in *)c->in)->text, "text", live_limit_danmaku_chars(limits),
                        &text));
    TRY(speaker_get(c, &s));
    TRY(live_pace_take(c, c->link->room, gap_us, &taken));
    if (!taken)
        FAIL(c->arena, ERR_LIMIT, "live.danmaku_pace", "发送太快，两条弹幕之间请间隔 %lld 秒。",
             "Too fast: leave %lld seconds between two danmaku.", (long long)(gap_us / TIME_SECOND_US));
    struct str body = str_printf(c->arena, "{\"text\":%.*s}", STR_ARG(json_text(c->arena, text)));
    return tell(c, &s, LIVE_DANMAKU, body, &((struct said *)c->out)->seq);
}

/* ---- questions ---- */

static const struct shape_field ask_fields[] = {
    F_TEXT(struct text_in, text, 1, LIVE_QUESTION_CHARS, SHAPE_REQUIRED, "问题", "question")};
static const struct shape ask_shape = SHAPE("LiveAskIn", struct text_in, ask_fields);
struct asked {
    int64_t seq, question_id;
};
static const struct shape_field asked_fields[] = {
    F_INT(struct asked, seq, 0, 0, 0, "序号", "number of the event"),
    F_ID(struct asked, question_id, 0, "提问", "question"),
};
static const struct shape asked_shape = SHAPE("LiveAsked", struct asked, asked_fields);

/* The rule of the place where the class is held. */
static struct err *check_open_questions(struct call *c)
{
    struct session session;
    struct klass klass;
    int64_t most, open;
    TRY(session_get(c, c->link->room, &session));
    TRY(klass_get(c, session.class_id, &klass));
    TRY(live_rule(c, "live_open_questions", klass.org_path, 5, &most));
    TRY(live_question_count_own(c, c->link->room, &open));
    if (open < most) return NULL;
    FAIL(c->arena, ERR_LIMIT, "live.many_questions", "您已有 %lld 个提问等待解答，请稍后再提。",
         "You have %lld questions waiting: ask again later.", (long long)open);
}

static struct err *ask(struct call *c)
{
    struct speaker s;
    struct asked *out = c->out;
    struct live_question q = {.id = call_id(c), .asked_at = c->now_us};
    TRY(live_text_check(c->arena, ((const struct text_in *)c->in)->text, "text", LIVE_QUESTION_CHARS, &q.text));
    TRY(speaker_get(c, &s));
    TRY(check_open_questions(c));
    q.person = s.who;
    TRY(live_question_save(c, c->link->room, &q, s.span.site_id));
    out->question_id = q.id;
    struct str body = str_printf(c->arena, "{\"question_id\":\"%lld\",\"text\":%.*s}", (long long)q.id,
                                 STR_ARG(json_text(c->arena, q.text)));
    return tell(c, &s, LIVE_QUESTION, body, &out->seq);
}

struct vote_in {
    int64_t question_id;
    bool on;
};
static const struct shape_field vote_fields[] = {
    F_ID(struct vote_in, question_id, SHAPE_REQUIRED, "提问", "question"),
    F_BOOL(struct vote_in, on, SHAPE_REQUIRED, "赞同", "vote or take it back"),
};
static const struct shape vote_shape = SHAPE("LiveVoteIn", struct vote_in, vote_fields);

static struct err *vote(struct call *c)
{
    const struct vote_in *in = c->in;
    struct live_room room;
    struct live_question_row row;
    bool changed;
    TRY(live_room_get(c, c->link->room, &room));
    TRY(live_open_check(c, room.state));
    TRY(live_question_get(c, c->link->room, in->question_id, &row));
    if (row.state != LIVE_QUESTION_OPEN)
        FAIL(c->arena, ERR_CONFLICT, "live.answered", "这个提问已经解答。", "This question has been answered.");
    TRY(live_vote_set(c, row.id, in->on, &changed));
    if (changed) call_dirty(c, c->link->room);
    return NULL;
}

struct question_in {
    int64_t question_id;
};
static const struct shape_field question_in_fields[] = {
    F_ID(struct question_in, question_id, SHAPE_REQUIRED, "提问", "question")};
static const struct shape question_in_shape = SHAPE("LiveAnsweredIn", struct question_in, question_in_fields);

static struct err *answered(struct call *c)
{
    struct speaker s;
    struct live_question_row row;
    bool closed;
    TRY(teacher_get(c, &s));
    TRY(live_question_get(c, c->link->room, ((const struct question_in *)c->in)->question_id, &row));
    TRY(live_question_close(c, row.id, &closed));
    if (!closed) return NULL; /* done before: nothing more to tell */
    return tell(c, &s, LIVE_ANSWERED, str_printf(c->arena, "{\"question_id\":\"%lld\"}", (long long)row.id),
                &((struct said *)c->out)->seq);
}

/* ---- hands ---- */

struct hand_in {
    bool on;
};
static const struct shape_field hand_in_fields[] = {
    F_BOOL(struct hand_in, on, SHAPE_REQUIRED, "举手", "raise or lower")};
static const struct shape hand_in_shape = SHAPE("LiveHandIn", struct hand_in, hand_in_fields);

static struct err *hand(struct call *c)
{
    const struct hand_in *in = c->in;
    struct speaker s;
    bool changed;
    TRY(speaker_get(c, &s));
    TRY(live_hand_set(c, c->link->room, s.span.site_id, in->on, &changed));
    if (!changed) return NULL;
    return tell(c, &s, LIVE_HAND, in->on ? STR("{\"on\":true}") : STR("{\"on\":false}"), &((struct said *)c->out)->seq);
}

struct call_in {
    int64_t person_id;
};
static const struct shape_field call_in_fields[] = {F_ID(struct call_in, person_id, SHAPE_REQUIRED, "人员", "person")};
static const struct shape call_in_shape = SHAPE("LiveCallIn", struct call_in, call_in_fields);

static struct err *call_person(struct call *c)
{
    int64_t person_id = ((const struct call_in *)c->in)->person_id;
    struct speaker s;
    struct str name;
    TRY(teacher_get(c, &s));
    TRY(live_hand_take(c, c->link->room, person_id, &name));
    if (!name.n)
        FAIL(c->arena, ERR_CONFLICT, "live.no_hand", "这位学员的手已经放下。", "That hand is not raised any more.");
    struct str body = str_printf(c->arena, "{\"person_id\":\"%lld\",\"name\":%.*s}", (long long)person_id,
                                 STR_ARG(json_text(c->arena, name)));
    return tell(c, &s, LIVE_HAND_CALLED, body, &((struct said *)c->out)->seq);
}

/* ---- polls ---- */

struct poll_in {
    struct str title;
    struct list options; /* struct str */
    bool multiple;
};
static const struct shape_field poll_in_fields[] = {
    F_TEXT(struct poll_in, title, 1, 100, SHAPE_REQUIRED, "题目", "title"),
    F_TEXTS(struct poll_in, options, 2, LIVE_OPTIONS_MAX, SHAPE_REQUIRED, "选项", "options"),
    F_BOOL(struct poll_in, multiple, 0, "可多选", "several options may be chosen"),
};
static const struct shape poll_in_shape = SHAPE("LivePollIn", struct poll_in, poll_in_fields);
struct polled {
    int64_t seq, poll_id;
};
static const struct shape_field polled_fields[] = {
    F_INT(struct polled, seq, 0, 0, 0, "序号", "number of the event"),
    F_ID(struct polled, poll_id, 0, "投票", "poll"),
};
static const struct shape polled_shape = SHAPE("LivePolled", struct polled, polled_fields);

static struct err *read_poll(struct call *c, struct live_poll *ret_poll)
{
    const struct poll_in *in = c->in;
    struct live_poll poll = {
        .id = call_id(c), .session_id = c->link->room, .multiple = in->multiple, .opened_at = c->now_us};
    TRY(live_text_check(c->arena, in->title, "title", 100, &poll.title));
    for (LIST_EACH(in->options, struct str, text)) {
        struct live_option *option = list_add(c->arena, &poll.options, struct live_option);
        option->no = ++poll.option_count;
        TRY(live_text_check(c->arena, *text, "options", 60, &option->text));
    }
    *ret_poll = poll;
    return NULL;
}

/* As in the first message, without counts and without the caller's own choice. */
static struct str poll_body(struct call *c, const struct live_poll *poll)
{
    struct buf out;
    buf_init(&out, 64 << 10);
    buf_printf(&out, "{\"poll_id\":\"%lld\",\"title\":", (long long)poll->id);
    buf_json_text(&out, poll->title);
    buf_printf(&out, ",\"multiple\":%s,\"options\":", poll->multiple ? "true" : "false");
    for (LIST_EACH(poll->options, struct live_option, option)) {
        buf_cstr(&out, option->no == 1 ? "[" : ",");
        buf_json_text(&out, option->text);
    }
    buf_cstr(&out, "]}");
    struct str body = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return body;
}

static struct err *check_no_open_poll(struct call *c, const struct live_room *room)
{
    struct live_poll last;
    if (!room->poll_id) return NULL;
    TRY(live_poll_find(c, room->session_id, room->poll_id, &last));
    if (last.state != LIVE_POLL_OPEN) return NULL;
    FAIL(c->arena, ERR_CONFLICT, "live.poll_open", "还有一个投票没有结束，请先结束它。",
         "A poll is still open: close it first.");
}

static struct err *poll(struct call *c)
{
    struct speaker s;
    struct live_poll new_poll;
    struct polled *out = c->out;
    TRY(read_poll(c, &new_poll));
    TRY(teacher_get(c, &s));
    TRY(check_no_open_poll(c, &s.room));
    TRY(live_poll_save(c, &new_poll));
    TRY(live_room_save_poll(c, c->link->room, new_poll.id));
    out->poll_id = new_poll.id;
    return tell(c, &s, LIVE_POLL_OPENED, poll_body(c, &new_poll), &out->seq);
}

struct poll_id_in {
    int64_t poll_id;
};
static const struct shape_field poll_id_fields[] = {F_ID(struct poll_id_in, poll_id, SHAPE_REQUIRED, "投票", "poll")};
static const struct shape poll_id_shape = SHAPE("LivePollCloseIn", struct poll_id_in, poll_id_fields);

static struct err *poll_close(struct call *c)
{
    struct speaker s;
    struct live_poll p;
    TRY(teacher_get(c, &s));
    TRY(live_poll_find(c, c->link->room, ((const struct poll_id_in *)c->in)->poll_id, &p));
    if (p.state != LIVE_POLL_OPEN)
        FAIL(c->arena, ERR_CONFLICT, "live.poll_closed", "这个投票已经结束。", "This poll has been closed.");
    TRY(live_poll_close(c, p.id));
    TRY(live_poll_fill_counts(c, &p));
    call_dirty(c, c->link->room); /* an answer may be on its way to the disk: the next tick tells the last figures */
    struct str body = str_printf(c->arena, "{\"poll_id\":\"%lld\",\"counts\":%.*s,\"total\":%lld}", (long long)p.id,
                                 STR_ARG(p.counts), (long long)p.total);
    return tell(c, &s, LIVE_POLL_CLOSED, body, &((struct said *)c->out)->seq);
}

struct answer_in {
    int64_t poll_id;
    struct list options; /* int64_t numbers from 1 */
};
static const struct shape_field answer_fields[] = {
    F_ID(struct answer_in, poll_id, SHAPE_REQUIRED, "投票", "poll"),
    F_IDS(struct answer_in, options, 1, LIVE_OPTIONS_MAX, SHAPE_REQUIRED, "选项", "numbers of the options, as strings"),
};
static const struct shape answer_shape = SHAPE("LiveAnswerIn", struct answer_in, answer_fields);

/* A handful of statements by key, however many have answered. */
static struct err *answer(struct call *c)
{
    const struct answer_in *in = c->in;
    struct live_poll p;
    int64_t choices, before;
    TRY(live_poll_find(c, c->link->room, in->poll_id, &p));
    if (p.state != LIVE_POLL_OPEN)
        FAIL(c->arena, ERR_CONFLICT, "live.poll_closed", "这个投票已经结束。", "This poll has been closed.");
    TRY(live_choices_read(c->arena, &p, in->options, &choices));
    TRY(live_answer_choices(c, p.id, &before));
    if (before == choices) return NULL;
    TRY(live_answer_save(c, p.id, choices));
    if (!before) TRY(live_count_add(c, p.id, 0, 1));
    for (int64_t no = 1; no <= p.option_count; no++) {
        int64_t change = (choices >> (no - 1) & 1) - (before >> (no - 1) & 1);
        if (change) TRY(live_count_add(c, p.id, no, change));
    }
    call_dirty(c, c->link->room);
    return NULL;
}

/* ---- signs of life ---- */

static struct err *heartbeat(struct call *c)
{
    struct live_span span;
    struct live_room room;
    int64_t span_id = c->link->extra[LIVE_EXTRA_SPAN];
    if (!span_id) return NULL;
    TRY(live_span_touch(c, span_id));
    if (c->link->extra[LIVE_EXTRA_ROLE] != LIVE_LEARNER) return NULL;
    TRY(live_span_get(c, span_id, &span));
    if (span.marked || span.left_at) return NULL;
    TRY(live_room_get(c, span.session_id, &room));
    if (room.state != LIVE_OPEN) return NULL;
    return live_mark_roll(c, &span, &room, live_limit_roll_seconds(c->link->extra[LIVE_EXTRA_LIMITS]));
}

const struct channel_message live_messages[LIVE_MESSAGES] = {
    {"danmaku", TX_WRITE, &danmaku_shape, &said_shape, "发弹幕", "Send a danmaku", danmaku},
    {"ask", TX_WRITE, &ask_shape, &asked_shape, "提问", "Ask a question", ask},
    {"vote", TX_WRITE, &vote_shape, NULL, "赞同一个提问，或取消", "Vote for a question, or take it back", vote},
    {"answered", TX_WRITE, &question_in_shape, &said_shape, "标记提问已解答（教师）",
     "Mark a question as answered (teacher)", answered},
    {"hand", TX_WRITE, &hand_in_shape, &said_shape, "举手或放下", "Raise or lower one's hand", hand},
    {"call", TX_WRITE, &call_in_shape, &said_shape, "请举手的人发言（教师）",
     "Call somebody who raised a hand (teacher)", call_person},
    {"poll", TX_WRITE, &poll_in_shape, &polled_shape, "发起投票（教师）", "Open a poll (teacher)", poll},
    {"poll_close", TX_WRITE, &poll_id_shape, &said_shape, "结束投票（教师）", "Close a poll (teacher)", poll_close},
    {"answer", TX_WRITE, &answer_shape, NULL, "投票，结束前可以改", "Answer a poll; may be changed while it is open",
     answer},
    {"heartbeat", TX_WRITE, NULL, NULL, "仍在听课，每 15 到 30 秒一次", "Still there, every 15 to 30 seconds",
     heartbeat},
};
