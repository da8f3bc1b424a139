/* domain/course/course_shape.c: names of kinds and states, and the shapes of this module's records. */
#include "domain/course/course_private.h"

const char *const course_kind_names[] = {"", "theory", "case", "route", "online", "discussion", "forum", NULL};
const char *const course_kind_zh[] = {"", "理论课程", "案例教学", "现场教学", "网络课程", "分组研讨", "学员论坛", NULL};
const char *const course_kind_en[] = {
    "", "theory course", "case unit", "on-site route", "online course", "group discussion", "learners' forum", NULL};
const char *const course_state_names[] = {"", "draft", "published", "retired", NULL};
const char *const media_kind_names[] = {"", "video", "audio", "slides", "file", NULL};
const char *const media_state_names[] = {"", "ready", "failed", NULL};

enum { HOURS_MAX_CENTI = 100000, MINUTES_MAX = 24 * 60, SEATS_MAX = 100000 };

/* The same record in a list: without its last two fields, which are long. */
#define SHAPE_BUT_LAST_2(name_, T, fields_)                                                                            \
    {                                                                                                                  \
        .name = (name_), .size = sizeof(T), .fields = (fields_), .n = sizeof(fields_) / sizeof *(fields_)-2            \
    }

#define T struct course_stop
static const struct shape_field course_stop_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_TEXT(T, name, 1, 100, SHAPE_REQUIRED, "站点", "stop"),
    F_TEXT(T, address, 0, 200, 0, "地址", "address"),
    F_TEXT(T, guide, 0, 50, 0, "讲解人", "guide"),
    F_INT(T, minutes, 0, MINUTES_MAX, 0, "停留分钟", "minutes there"),
    F_INT(T, travel_minutes, 0, MINUTES_MAX, 0, "路程分钟", "minutes of travel from the stop before"),
    F_INT(T, seats, 0, SEATS_MAX, 0, "可容纳人数", "people at once; 0 unknown"),
};
const struct shape course_stop_shape = SHAPE("CourseStop", T, course_stop_fields);
#undef T

#define T struct course
static const struct shape_field course_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, org_id, SHAPE_REQUIRED, "建设单位", "owner"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "建设单位名称", "name of the owner"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "建设单位路径", "path of the owner"),
    F_TEXT(T, code, 0, 30, 0, "课程代码", "code"),
    F_TEXT(T, title, 1, 100, SHAPE_REQUIRED, "课程名称", "title"),
    F_ENUM(T, kind, course_kind_names, SHAPE_REQUIRED, "课程类型", "kind"),
    F_TEXT(T, audience_code, 0, 30, 0, "培训对象", "audience"),
    F_HOURS(T, hours, 0, HOURS_MAX_CENTI, 0, "学时", "hours"),
    F_TEXT(T, summary, 0, 1000, 0, "简介", "summary"),
    F_ID(T, teacher_id, 0, "主讲教师", "teacher"),
    F_TEXT(T, teacher_name, 0, 0, SHAPE_READ_ONLY, "主讲教师姓名", "name of the teacher"),
    F_ENUM(T, state, course_state_names, 0, "状态", "state"),
    F_ID(T, media_id, 0, "课程视频", "media"),
    F_INT(T, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    F_TIME(T, created_at, SHAPE_READ_ONLY, "建立时间", "created at"),
    F_TIME(T, updated_at, SHAPE_READ_ONLY, "修改时间", "changed at"),
    /* not in lists: */
    F_TEXT(T, body, 0, 20000, 0, "教学内容", "content"),
    F_LIST(T, stops, &course_stop_shape, 0, 30, 0, "站点", "stops"),
};
const struct shape course_shape = SHAPE("Course", T, course_fields);
const struct shape course_item_shape = SHAPE_BUT_LAST_2("CourseItem", T, course_fields);
#undef T

#define T struct media
static const struct shape_field media_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, org_id, SHAPE_REQUIRED, "所属单位", "owner"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "所属单位路径", "path of the owner"),
    F_TEXT(T, title, 1, 100, SHAPE_REQUIRED, "名称", "title"),
    F_ENUM(T, kind, media_kind_names, SHAPE_REQUIRED, "类型", "kind"),
    F_TEXT(T, path, 1, 200, SHAPE_REQUIRED, "文件路径", "file below the media folder"),
    F_INT(T, seconds, 0, 360000, 0, "时长（秒）", "length in seconds"),
    F_ENUM(T, state, media_state_names, SHAPE_READ_ONLY, "状态", "state"),
    F_TIME(T, created_at, SHAPE_READ_ONLY, "登记时间", "registered at"),
};
const struct shape media_shape = SHAPE("Media", T, media_fields);
#undef T

#define T struct programme_unit
static const struct shape_field programme_unit_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_ID(T, module_id, SHAPE_READ_ONLY, "教学模块", "module"),
    F_ID(T, course_id, 0, "课程", "course"),
    F_ENUM(T, kind, course_kind_names, 0, "类型", "kind; the course's when left out"),
    F_TEXT(T, title, 0, 100, 0, "教学单元", "title; the course's when left out"),
    F_HOURS(T, hours, 0, HOURS_MAX_CENTI, 0, "学时", "hours"),
    F_TEXT(T, note, 0, 500, 0, "备注", "note"),
};
const struct shape programme_unit_shape = SHAPE("ProgrammeUnit", T, programme_unit_fields);
#undef T

#define T struct programme_module
static const struct shape_field programme_module_fields[] = {
    F_ID(T, id, 0, "编号", "id"),
    F_TEXT(T, title, 1, 100, SHAPE_REQUIRED, "教学模块", "title"),
    F_HOURS(T, hours, 0, 0, SHAPE_READ_ONLY, "学时", "hours of its units"),
    F_LIST(T, units, &programme_unit_shape, 0, 100, 0, "教学单元", "units"),
};
const struct shape programme_module_shape = SHAPE("ProgrammeModule", T, programme_module_fields);
#undef T

#define T struct programme_total
static const struct shape_field programme_total_fields[] = {
    F_ENUM(T, kind, course_kind_names, 0, "类型", "kind"),
    F_INT(T, units, 0, 0, 0, "单元数", "units"),
    F_HOURS(T, hours, 0, 0, 0, "学时", "hours"),
};
const struct shape programme_total_shape = SHAPE("ProgrammeTotal", T, programme_total_fields);
#undef T

#define T struct programme
static const struct shape_field programme_fields[] = {
    F_ID(T, id, SHAPE_READ_ONLY, "编号", "id"),
    F_ID(T, org_id, SHAPE_REQUIRED, "制定单位", "owner"),
    F_TEXT(T, org_name, 0, 0, SHAPE_READ_ONLY, "制定单位名称", "name of the owner"),
    F_TEXT(T, org_path, 0, 0, SHAPE_READ_ONLY, "制定单位路径", "path of the owner"),
    F_TEXT(T, title, 1, 100, SHAPE_REQUIRED, "方案名称", "title"),
    F_TEXT(T, audience_code, 0, 30, 0, "培训对象", "audience"),
    F_TEXT(T, purpose, 0, 2000, 0, "培训目标", "purpose"),
    F_HOURS(T, hours, 0, 0, SHAPE_READ_ONLY, "总学时", "hours of all units"),
    F_HOURS(T, days, 0, 36500, 0, "天数", "days"),
    F_ENUM(T, state, course_state_names, 0, "状态", "state"),
    F_INT(T, version, 0, 0, SHAPE_READ_ONLY, "版本", "version"),
    F_TIME(T, created_at, SHAPE_READ_ONLY, "建立时间", "created at"),
    F_TIME(T, updated_at, SHAPE_READ_ONLY, "修改时间", "changed at"),
    /* not in lists: */
    F_LIST(T, modules, &programme_module_shape, 0, 50, 0, "教学模块", "modules"),
    F_LIST(T, totals, &programme_total_shape, 0, 0, SHAPE_READ_ONLY, "分类学时", "totals by kind"),
};
const struct shape programme_shape = SHAPE("Programme", T, programme_fields);
const struct shape programme_item_shape = SHAPE_BUT_LAST_2("ProgrammeItem", T, programme_fields);
#undef T

#define T struct course_share
static const struct shape_field course_share_fields[] = {
    F_ID(T, org_id, 0, "共享给", "shared with"),
    F_TEXT(T, org_name, 0, 0, 0, "单位名称", "name of the organisation"),
    F_TIME(T, shared_at, 0, "共享时间", "shared at"),
};
const struct shape course_share_shape = SHAPE("Share", T, course_share_fields);
#undef T
