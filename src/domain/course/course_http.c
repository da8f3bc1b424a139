/* domain/course/course_http.c: routes of courses, media files and programmes. */
#include "api/module.h"
#include "course_sql.h"
#include "domain/course/course_private.h"
#include "domain/org/org.h"
#include "domain/search/search.h"

/* ---- lists ---- */

#define OF_OTHERS "CASE WHEN o.path >= $1 AND o.path < $1 || '~' THEN 0 ELSE 1 END = $?"

static const struct page_sort course_sorts[] = {{"title", "k.title_sort"}, {"updated_at", "k.updated_at"}};
static const struct page_filter course_filters[] = {
    {"q", SEARCH_FILTER("course", "k.id"), SHAPE_TEXT, "名称（汉字、拼音、首字母）、代码或简介中的文字",
     "title (characters, pinyin, initials), code or words of the summary", text_query},
    {"kind", "k.kind = $?", SHAPE_TEXT, "课程类型", "kind"},
    {"audience", "k.audience_code = $?", SHAPE_TEXT, "培训对象", "audience"},
    {"state", "k.state = $?", SHAPE_TEXT, "状态", "state"},
    {"org", "k.org_id = $?", SHAPE_ID, "建设单位", "owner"},
    {"shared", OF_OTHERS, SHAPE_BOOL, "只看其他单位共享的（true）或本范围建设的（false）",
     "shared by others (true) or of this part of the tree (false)"},
};
static const struct page_spec course_pages = {&sql_course_page, "course k", "k.id", TABLE(course_sorts),
                                              TABLE(course_filters)};

static const struct page_sort programme_sorts[] = {{"title", "k.title_sort"}, {"updated_at", "k.updated_at"}};
static const struct page_filter programme_filters[] = {
    {"q", SEARCH_FILTER("course", "k.id"), SHAPE_TEXT, "名称（汉字、拼音、首字母）或目标中的文字",
     "title (characters, pinyin, initials) or words of the purpose", text_query},
    {"audience", "k.audience_code = $?", SHAPE_TEXT, "培训对象", "audience"},
    {"state", "k.state = $?", SHAPE_TEXT, "状态", "state"},
    {"org", "k.org_id = $?", SHAPE_ID, "制定单位", "owner"},
    {"shared", OF_OTHERS, SHAPE_BOOL, "只看其他单位共享的（true）或本范围制定的（false）",
     "shared by others (true) or of this part of the tree (false)"},
};
static const struct page_spec programme_pages = {&sql_course_programme_page, "programme k", "k.id",
                                                 TABLE(programme_sorts), TABLE(programme_filters)};

static const struct page_sort media_sorts[] = {{"id", "m.id"}};
static const struct page_filter media_filters[] = {
    {"kind", "m.kind = $?", SHAPE_TEXT, "类型", "kind"},
    {"org", "m.org_id = $?", SHAPE_ID, "所属单位", "owner"},
};
static const struct page_spec media_pages = {&sql_course_media_page, "media m", "m.id", TABLE(media_sorts),
                                             TABLE(media_filters)};

/* All three lists are bound to `under`, or to the widest part of the tree where the caller may look. */
static struct err *list_in_scope(struct call *c, const struct page_spec *spec)
{
    struct str path;
    TRY(org_scope(c, PERM_COURSE_READ, &path));
    return page_run(c, spec, VALS(v_text(path)));
}

static struct err *list_courses(struct call *c) { return list_in_scope(c, &course_pages); }
static struct err *list_programmes(struct call *c) { return list_in_scope(c, &programme_pages); }
static struct err *list_media(struct call *c) { return list_in_scope(c, &media_pages); }

/* ---- courses ---- */

static struct err *get_course(struct call *c)
{
    struct course *out = c->out;
    TRY(course_get(c, c->path[0], out));
    return course_may(c, PERM_COURSE_READ, out);
}

static struct err *post_course(struct call *c)
{
    struct course *out = c->out;
    *out = *(const struct course *)c->in;
    return course_add(c, out);
}

static struct err *put_course(struct call *c)
{
    struct course *out = c->out;
    *out = *(const struct course *)c->in;
    out->id = c->path[0];
    return course_set(c, out);
}

static struct err *post_media(struct call *c)
{
    struct media *out = c->out;
    *out = *(const struct media *)c->in;
    return media_add(c, out);
}

/* ---- programmes ---- */

static struct err *get_programme(struct call *c)
{
    struct programme *out = c->out;
    TRY(programme_get(c, c->path[0], out));
    return programme_may(c, PERM_COURSE_READ, out);
}

static struct err *post_programme(struct call *c)
{
    struct programme *out = c->out;
    *out = *(const struct programme *)c->in;
    return programme_add(c, out);
}

static struct err *put_programme(struct call *c)
{
    struct programme *out = c->out;
    *out = *(const struct programme *)c->in;
    out->id = c->path[0];
    return programme_set(c, out);
}

/* ---- shares ---- */

struct share_in {
    int64_t org_id;
    bool on;
};
static const struct shape_field share_in_fields[] = {
    F_ID(struct share_in, org_id, SHAPE_REQUIRED, "共享给", "share with"),
    F_BOOL(struct share_in, on, SHAPE_REQUIRED, "共享（true）或取消（false）", "share (true) or take back (false)"),
};
static const struct shape share_in_shape = SHAPE("ShareInput", struct share_in, share_in_fields);

static struct err *get_course_shares(struct call *c)
{
    struct course course;
    TRY(course_get(c, c->path[0], &course));
    TRY(call_may(c, PERM_COURSE_READ, course.org_path));
    return course_store_shares(c, course.id, &((struct page *)c->out)->items);
}

static struct err *post_course_share(struct call *c)
{
    const struct share_in *in = c->in;
    struct course course;
    struct str path;
    TRY(course_get(c, c->path[0], &course));
    TRY(course_may(c, PERM_COURSE_EDIT, &course));
    TRY(org_path(c, in->org_id, &path));
    call_audit(c, course.id, course.org_path, (struct str){0});
    TRY(course_store_share(c, course.id, in->org_id, in->on));
    c->status = 200;
    return course_store_shares(c, course.id, &((struct page *)c->out)->items);
}

static struct err *get_programme_shares(struct call *c)
{
    struct programme programme;
    TRY(programme_get(c, c->path[0], &programme));
    TRY(call_may(c, PERM_COURSE_READ, programme.org_path));
    return programme_store_shares(c, programme.id, &((struct page *)c->out)->items);
}

static struct err *post_programme_share(struct call *c)
{
    const struct share_in *in = c->in;
    struct programme programme;
    struct str path;
    TRY(programme_get(c, c->path[0], &programme));
    TRY(programme_may(c, PERM_COURSE_EDIT, &programme));
    TRY(org_path(c, in->org_id, &path));
    call_audit(c, programme.id, programme.org_path, (struct str){0});
    TRY(programme_store_share(c, programme.id, in->org_id, in->on));
    c->status = 200;
    return programme_store_shares(c, programme.id, &((struct page *)c->out)->items);
}

/* ---- the module ---- */

static const struct route routes[] = {
    {GET, "/courses", TX_HEAVY, PERM_COURSE_READ, ROUTE_PAGE, NULL, &course_item_shape, &course_pages,
     "课程目录：本范围建设的和其他单位共享的课程",
     "Catalogue: courses of this part of the tree and those shared with it", list_courses, .params = org_under_params},
    {POST, "/courses", TX_WRITE, PERM_COURSE_EDIT, ROUTE_VERSION, &course_shape, &course_shape, NULL, "新建课程",
     "Adds a course", post_course},
    {GET, "/courses/{course_id}", TX_READ, PERM_COURSE_READ, ROUTE_VERSION, NULL, &course_shape, NULL,
     "课程内容及线路站点", "A course with its stops", get_course},
    {PUT, "/courses/{course_id}", TX_WRITE, PERM_COURSE_EDIT, ROUTE_VERSION, &course_shape, &course_shape, NULL,
     "修改课程，站点整体替换", "Changes a course; stops are replaced as a whole", put_course},
    {GET, "/courses/{course_id}/shares", TX_READ, PERM_COURSE_READ, ROUTE_PAGE, NULL, &course_share_shape, NULL,
     "课程共享给了哪些单位", "With whom a course is shared", get_course_shares},
    {POST, "/courses/{course_id}/shares", TX_WRITE, PERM_COURSE_EDIT, ROUTE_PAGE, &share_in_shape, &course_share_shape,
     NULL, "共享课程或取消共享（含该单位的下级）",
     "Shares a course with an organisation and all below it, or takes it back", post_course_share},
    {GET, "/programmes", TX_READ, PERM_COURSE_READ, ROUTE_PAGE, NULL, &programme_item_shape, &programme_pages,
     "培训方案：本范围制定的和其他单位共享的方案", "Programmes of this part of the tree and those shared with it",
     list_programmes, .params = org_under_params},
    {POST, "/programmes", TX_WRITE, PERM_COURSE_EDIT, ROUTE_VERSION, &programme_shape, &programme_shape, NULL,
     "新建培训方案", "Adds a programme", post_programme},
    {GET, "/programmes/{programme_id}", TX_READ, PERM_COURSE_READ, ROUTE_VERSION, NULL, &programme_shape, NULL,
     "培训方案全部模块、单元和分类学时", "A programme with modules, units and hours by kind", get_programme},
    {PUT, "/programmes/{programme_id}", TX_WRITE, PERM_COURSE_EDIT, ROUTE_VERSION, &programme_shape, &programme_shape,
     NULL, "修改培训方案，模块和单元整体替换，保留已有编号",
     "Changes a programme; the tree is replaced as a whole, ids are kept", put_programme},
    {GET, "/programmes/{programme_id}/shares", TX_READ, PERM_COURSE_READ, ROUTE_PAGE, NULL, &course_share_shape, NULL,
     "培训方案共享给了哪些单位", "With whom a programme is shared", get_programme_shares},
    {POST, "/programmes/{programme_id}/shares", TX_WRITE, PERM_COURSE_EDIT, ROUTE_PAGE, &share_in_shape,
     &course_share_shape, NULL, "共享培训方案及其课程，或取消共享",
     "Shares a programme and its courses with an organisation and all below it, or takes it back",
     post_programme_share},
    {GET, "/media", TX_READ, PERM_COURSE_READ, ROUTE_PAGE, NULL, &media_shape, &media_pages, "已登记的媒体文件",
     "Registered media files", list_media, .params = org_under_params},
    {POST, "/media", TX_WRITE, PERM_COURSE_EDIT, 0, &media_shape, &media_shape, NULL, "登记媒体目录中的文件",
     "Registers a file of the media folder", post_media},
};

const struct module course_module = {
    .name = "course",
    .schema = &course_schema,
    .statements = course_statements,
    .statement_count = &course_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
};
