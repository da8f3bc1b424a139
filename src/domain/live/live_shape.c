/* domain/live/live_shape.c: rows, replies and messages of the live room, described once. */
#include "domain/live/live_private.h"

static const struct shape_field room_fields[] = {
    F_ID(struct live_room, session_id, 0, "课次", "session"),
    F_ENUM(struct live_room, state, live_state_names, 0, "状态", "state"),
    F_ENUM(struct live_room, source, live_source_names, 0, "画面来源", "source"),
    F_ID(struct live_room, media_id, 0, "影片", "media"),
    F_BOOL(struct live_room, repeats, 0, "循环", "repeats"),
    F_TEXT(struct live_room, stream_key, 0, 0, SHAPE_SECRET, "推流码", "stream key"),
    F_INT(struct live_room, stream_port, 0, 0, 0, "推流端口", "stream port"),
    F_ENUM(struct live_room, media_state, live_media_names, 0, "画面状态", "media state"),
    F_TIME(struct live_room, media_started_at, 0, "画面开始", "media started"),
    F_INT(struct live_room, seq, 0, 0, 0, "序号", "number of the last event"),
    F_ID(struct live_room, poll_id, 0, "投票", "poll"),
    F_TIME(struct live_room, opened_at, 0, "上课时间", "opened"),
    F_TIME(struct live_room, closed_at, 0, "下课时间", "closed"),
};
const struct shape live_room_shape = SHAPE("LiveRoomRow", struct live_room, room_fields);

static const struct shape_field span_fields[] = {
    F_ID(struct live_span, id, 0, "编号", "id"),
    F_ID(struct live_span, session_id, 0, "课次", "session"),
    F_ID(struct live_span, person_id, 0, "人员", "person"),
    F_ENUM(struct live_span, role, live_role_names, 0, "身份", "role"),
    F_ID(struct live_span, site_id, 0, "教学点", "site"),
    F_TEXT(struct live_span, site_name, 0, 0, 0, "教学点", "site"),
    F_ID(struct live_span, own_session_id, 0, "本班课次", "own session"),
    F_TIME(struct live_span, joined_at, 0, "进入", "joined"),
    F_TIME(struct live_span, seen_at, 0, "最近在线", "last seen"),
    F_TIME(struct live_span, left_at, 0, "离开", "left"),
    F_BOOL(struct live_span, marked, 0, "已签到", "marked"),
};
const struct shape live_span_shape = SHAPE("LiveSpanRow", struct live_span, span_fields);

static const struct shape_field question_row_fields[] = {
    F_ID(struct live_question_row, id, 0, "编号", "id"),
    F_ID(struct live_question_row, session_id, 0, "课次", "session"),
    F_ENUM(struct live_question_row, state, live_question_state_names, 0, "状态", "state"),
    F_INT(struct live_question_row, votes, 0, 0, 0, "赞同", "votes"),
};
const struct shape live_question_row_shape = SHAPE("LiveVotes", struct live_question_row, question_row_fields);

static const struct shape_field want_fields[] = {
    F_ID(struct live_media_want, session_id, 0, "课次", "session"),
    F_ENUM(struct live_media_want, source, live_source_names, 0, "画面来源", "source"),
    F_BOOL(struct live_media_want, repeats, 0, "循环", "repeats"),
    F_TEXT(struct live_media_want, stream_key, 0, 0, SHAPE_SECRET, "推流码", "stream key"),
    F_INT(struct live_media_want, stream_port, 0, 0, 0, "推流端口", "stream port"),
    F_ENUM(struct live_media_want, media_state, live_media_names, 0, "画面状态", "media state"),
    F_TIME(struct live_media_want, media_started_at, 0, "画面开始", "media started"),
    F_TEXT(struct live_media_want, path, 0, 0, 0, "文件", "file"),
    F_INT(struct live_media_want, file_seconds, 0, 0, 0, "片长（秒）", "length in seconds"),
};
const struct shape live_want_shape = SHAPE("LiveMediaWant", struct live_media_want, want_fields);

static const struct shape_field speaker_fields[] = {
    F_ID(struct live_speaker, id, 0, "人员", "person"),
    F_TEXT(struct live_speaker, name, 0, 0, 0, "姓名", "name"),
    F_TEXT(struct live_speaker, site, 0, 0, 0, "教学点", "site"),
};
static const struct shape speaker_shape = SHAPE("LiveSpeaker", struct live_speaker, speaker_fields);

static const struct shape_field event_fields[] = {
    F_INT(struct live_event, seq, 0, 0, 0, "序号", "number in the room"),
    F_ENUM(struct live_event, kind, live_kind_names, 0, "类型", "kind"),
    F_TIME(struct live_event, at, 0, "时间", "time"),
    F_OBJECT(struct live_event, person, &speaker_shape, 0, "谁", "who"),
    F_RAW(struct live_event, body, 0, "内容", "content, by kind"),
};
const struct shape live_event_shape = SHAPE("LiveEvent", struct live_event, event_fields);

static const struct shape_field question_fields[] = {
    F_ID(struct live_question, id, 0, "编号", "id"),
    F_TEXT(struct live_question, text, 0, 0, 0, "问题", "question"),
    F_OBJECT(struct live_question, person, &speaker_shape, 0, "提问人", "who asks"),
    F_INT(struct live_question, votes, 0, 0, 0, "赞同", "votes"),
    F_BOOL(struct live_question, mine, 0, "我已赞同", "I voted for it"),
    F_ENUM(struct live_question, state, live_question_state_names, 0, "状态", "state"),
    F_TIME(struct live_question, asked_at, 0, "提问时间", "asked"),
    F_TIME(struct live_question, answered_at, 0, "解答时间", "answered"),
};
const struct shape live_question_shape = SHAPE("LiveQuestion", struct live_question, question_fields);

static const struct shape_field hand_fields[] = {
    F_OBJECT(struct live_hand, person, &speaker_shape, 0, "谁", "who"),
    F_ENUM(struct live_hand, state, live_hand_state_names, 0, "状态", "state"),
    F_TIME(struct live_hand, raised_at, 0, "举手时间", "raised"),
};
const struct shape live_hand_shape = SHAPE("LiveHand", struct live_hand, hand_fields);

static const struct shape_field option_fields[] = {
    F_INT(struct live_option, no, 0, 0, 0, "序号", "number, from 1"),
    F_TEXT(struct live_option, text, 0, 0, 0, "选项", "option"),
    F_INT(struct live_option, answers, 0, 0, 0, "票数", "answers"),
};
static const struct shape option_shape = SHAPE("LiveOption", struct live_option, option_fields);

static const struct shape_field poll_fields[] = {
    F_ID(struct live_poll, id, 0, "编号", "id"),
    F_ID(struct live_poll, session_id, 0, "课次", "session"),
    F_TEXT(struct live_poll, title, 0, 0, 0, "题目", "title"),
    F_BOOL(struct live_poll, multiple, 0, "可多选", "several options may be chosen"),
    F_INT(struct live_poll, option_count, 0, 0, 0, "选项数", "number of options"),
    F_ENUM(struct live_poll, state, live_poll_state_names, 0, "状态", "state"),
    F_TIME(struct live_poll, opened_at, 0, "开始", "opened"),
    F_TIME(struct live_poll, closed_at, 0, "结束", "closed"),
    F_LIST(struct live_poll, options, &option_shape, 0, 0, 0, "选项", "options"),
    F_RAW(struct live_poll, counts, 0, "票数", "answers in the order of the options"),
    F_INT(struct live_poll, total, 0, 0, 0, "参与人数", "people who answered"),
    F_RAW(struct live_poll, mine, 0, "我的选择", "numbers of the options I chose"),
};
const struct shape live_poll_shape = SHAPE("LivePoll", struct live_poll, poll_fields);

static const struct shape_field media_fields[] = {
    F_TEXT(struct live_media_view, url, 0, 0, 0, "播放地址", "address of the playlist"),
    F_ENUM(struct live_media_view, state, live_media_names, 0, "状态", "state"),
    F_TIME(struct live_media_view, started_at, 0, "开始", "started"),
};
static const struct shape media_view_shape = SHAPE("LiveMedia", struct live_media_view, media_fields);

static const struct shape_field stream_fields[] = {
    F_TEXT(struct live_stream, url, 0, 0, 0, "推流地址", "address for the publisher"),
    F_INT(struct live_stream, port, 0, 0, 0, "端口", "port"),
    F_TEXT(struct live_stream, key, 0, 0, 0, "推流码", "stream key"),
};
static const struct shape stream_shape = SHAPE("LiveStream", struct live_stream, stream_fields);

static const struct shape_field view_fields[] = {
    F_ID(struct live_view, room_id, 0, "直播课堂", "session of the room"),
    F_ID(struct live_view, session_id, 0, "本班课次", "session of the caller's own class"),
    F_ID(struct live_view, class_id, 0, "班次", "class of the room"),
    F_TEXT(struct live_view, class_title, 0, 0, 0, "班次", "class"),
    F_TEXT(struct live_view, title, 0, 0, 0, "课题", "title"),
    F_TEXT(struct live_view, teacher_name, 0, 0, 0, "主讲", "teacher"),
    F_TEXT(struct live_view, host_name, 0, 0, 0, "主办学校", "host school"),
    F_TIME(struct live_view, starts_at, 0, "开始", "starts"),
    F_TIME(struct live_view, ends_at, 0, "结束", "ends"),
    F_ENUM(struct live_view, state, live_state_names, 0, "状态", "state"),
    F_ENUM(struct live_view, source, live_source_names, 0, "画面来源", "source of the pictures"),
    F_ID(struct live_view, media_id, 0, "影片", "recorded file"),
    F_BOOL(struct live_view, repeats, 0, "循环播放", "the file begins again at its end"),
    F_OBJECT(struct live_view, media, &media_view_shape, 0, "画面", "pictures"),
    F_OBJECT(struct live_view, stream, &stream_shape, 0, "推流", "for the publisher; teachers only"),
    F_TIME(struct live_view, opened_at, 0, "上课时间", "opened"),
    F_TIME(struct live_view, closed_at, 0, "下课时间", "closed"),
    F_INT(struct live_view, seq, 0, 0, 0, "序号", "number of the last event"),
    F_ENUM(struct live_view, role, live_role_names, 0, "我的身份", "the caller's role here"),
    F_ID(struct live_view, site_id, 0, "教学点", "the caller's site"),
    F_TEXT(struct live_view, site_name, 0, 0, 0, "教学点", "the caller's site"),
};
const struct shape live_view_shape = SHAPE("LiveRoom", struct live_view, view_fields);

static const struct shape_field site_fields[] = {
    F_ID(struct live_site, site_id, 0, "教学点", "site"),
    F_ID(struct live_site, class_id, 0, "班次", "class"),
    F_TEXT(struct live_site, name, 0, 0, 0, "名称", "name"),
    F_ENUM(struct live_site, level, klass_level_names, 0, "层级", "level"),
    F_ID(struct live_site, leader_id, 0, "负责人", "leader"),
    F_TEXT(struct live_site, leader_name, 0, 0, 0, "负责人", "leader"),
    F_INT(struct live_site, expected, 0, 0, 0, "应到", "expected"),
    F_INT(struct live_site, joined, 0, 0, 0, "已到", "there"),
    F_INT(struct live_site, leave, 0, 0, 0, "请假", "on leave"),
    F_INT(struct live_site, absent, 0, 0, 0, "未到", "absent"),
    F_INT(struct live_site, screens, 0, 0, 0, "在线屏幕", "screens connected"),
};
const struct shape live_site_shape = SHAPE("LiveSite", struct live_site, site_fields);

static const struct shape_field presence_fields[] = {
    F_INT(struct live_presence, seq, 0, 0, 0, "序号", "number of the last event"),
    F_INT(struct live_presence, expected, 0, 0, 0, "应到", "expected"),
    F_INT(struct live_presence, joined, 0, 0, 0, "已到", "there"),
    F_INT(struct live_presence, leave, 0, 0, 0, "请假", "on leave"),
    F_INT(struct live_presence, absent, 0, 0, 0, "未到", "absent"),
    F_INT(struct live_presence, online, 0, 0, 0, "在线", "people connected"),
    F_LIST(struct live_presence, sites, &live_site_shape, 0, 0, 0, "教学点", "sites; staff only"),
};
const struct shape live_presence_shape = SHAPE("LivePresence", struct live_presence, presence_fields);

static const struct shape_field hello_fields[] = {
    F_OBJECT(struct live_hello, room, &live_view_shape, 0, "课堂", "the room"),
    F_OBJECT(struct live_hello, me, &speaker_shape, 0, "我", "I"),
    F_ENUM(struct live_hello, role, live_role_names, 0, "我的身份", "my role here"),
    F_ID(struct live_hello, site_id, 0, "教学点", "my site"),
    F_INT(struct live_hello, seq, 0, 0, 0, "序号", "number of the last event"),
    F_OBJECT(struct live_hello, media, &media_view_shape, 0, "画面", "pictures"),
    F_INT(struct live_hello, danmaku_seconds, 0, 0, 0, "弹幕间隔（秒）", "seconds between two danmaku"),
    F_INT(struct live_hello, danmaku_chars, 0, 0, 0, "弹幕字数", "characters of a danmaku"),
    F_BOOL(struct live_hello, truncated, 0, "更早的未列出", "more was missed than is listed"),
    F_LIST(struct live_hello, missed, &live_event_shape, 0, 0, 0, "错过的", "what was missed, oldest first"),
    F_LIST(struct live_hello, questions, &live_question_shape, 0, 0, 0, "提问", "questions"),
    F_LIST(struct live_hello, hands, &live_hand_shape, 0, 0, 0, "举手", "hands, in order"),
    F_RAW(struct live_hello, poll, 0, "投票", "the last poll, or null"),
};
const struct shape live_hello_shape = SHAPE("LiveHello", struct live_hello, hello_fields);

static const struct shape_field person_fields[] = {
    F_ID(struct live_person, id, 0, "报名编号", "enrolment"),
    F_ID(struct live_person, person_id, 0, "人员", "person"),
    F_TEXT(struct live_person, person_name, 0, 0, 0, "姓名", "name"),
    F_TEXT(struct live_person, org_name, 0, 0, 0, "单位", "unit"),
    F_ID(struct live_person, class_id, 0, "班次", "class"),
    F_ID(struct live_person, session_id, 0, "本班课次", "session of their class"),
    F_ID(struct live_person, site_id, 0, "教学点", "site"),
    F_TEXT(struct live_person, site_name, 0, 0, 0, "教学点", "site"),
    F_ENUM(struct live_person, state, live_person_state_names, 0, "状态", "state"),
    F_TIME(struct live_person, joined_at, 0, "进入", "joined"),
    F_INT(struct live_person, seconds, 0, 0, 0, "此前在线（秒）", "seconds connected before"),
};
const struct shape live_person_shape = SHAPE("LivePerson", struct live_person, person_fields);

static const struct shape_field now_fields[] = {
    F_ID(struct live_now, room_id, 0, "直播课堂", "session of the room"),
    F_ID(struct live_now, session_id, 0, "本班课次", "session of the caller's own class"),
    F_ID(struct live_now, class_id, 0, "班次", "class"),
    F_TEXT(struct live_now, title, 0, 0, 0, "课题", "title"),
    F_TEXT(struct live_now, class_title, 0, 0, 0, "班次", "class"),
    F_TEXT(struct live_now, host_name, 0, 0, 0, "主办学校", "host school"),
    F_TIME(struct live_now, opened_at, 0, "上课时间", "opened"),
    F_ENUM(struct live_now, role, live_role_names, 0, "我的身份", "the caller's role there"),
    F_INT(struct live_now, online, 0, 0, 0, "在线", "people connected"),
};
const struct shape live_now_shape = SHAPE("LiveNow", struct live_now, now_fields);
