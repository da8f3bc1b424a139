/* app/demo/accounts.c: who can sign in to the demo city, and demo.json, which tells it to the sign-in page. */
#include "api/config.h"
#include "app/demo/demo.h"
#include "core/buf.h"
#include "domain/account/account.h"
#include "os/file.h"

enum { PLACE_ROOT, PLACE_ACADEMY, PLACE_FOCUS, PLACE_SCHOOL, PLACE_TOWN, PLACE_UNIT };

const char demo_password[] = "tongke-demo-2026";

static const struct {
    const char *login;
    enum role role;
    int place;           /* where the role is held, and whose person it is (none at the root) */
    size_t person;       /* number among the people there */
    const char *zh, *en; /* what to try first */
} roles[] = {
    {"office", ROLE_OFFICE, PLACE_ROOT, 0, "市级培训处：开班、审定调训方案、看全市看板",
     "training office: open a class, review a round of calls, see the city's board"},
    {"academy", ROLE_SCHOOL_ADMIN, PLACE_ACADEMY, 6, "市委党校管理员：课程、培训方案、班次",
     "the academy's administrator: courses, programmes, classes"},
    {"manager", ROLE_CLASS_MANAGER, PLACE_ACADEMY, 5, "班主任：课表、学员、签到、审核入账",
     "class manager: timetable, people, roll, confirming hours"},
    {"teacher", ROLE_TEACHER, PLACE_ACADEMY, 0, "主讲教师：开播、提问、投票",
     "teacher: open the lesson, questions, polls"},
    {"district", ROLE_SCHOOL_ADMIN, PLACE_FOCUS, 0, "渝中区学校管理员：自办班次、本区学员",
     "a district's administrator: its own runs and people"},
    {"site-city", ROLE_SITE_LEADER, PLACE_ACADEMY, 4, "市级教学点：谁在谁缺",
     "municipal site: who is there, who is absent"},
    {"site-district", ROLE_SITE_LEADER, PLACE_SCHOOL, 0, "区级教学点：键盘点名",
     "district site: call the roll by keyboard"},
    {"site-town", ROLE_SITE_LEADER, PLACE_TOWN, 0, "街道教学点：一分钟点完名", "street site: the roll in a minute"},
    {"liaison", ROLE_LIAISON, PLACE_UNIT, 0, "单位联络员：确认本单位参训人员和调训回执",
     "unit liaison: confirm the unit's people and their replies to calls"},
    {"called", ROLE_LEARNER, PLACE_UNIT, DEMO_CALLED, "学员：收到调训通知，等待回执",
     "learner: has a call to training to answer"},
    {"sysadmin", ROLE_SYSADMIN, PLACE_ROOT, 0, "系统管理员：账号", "system administrator: accounts"},
    {"secadmin", ROLE_SECADMIN, PLACE_ROOT, 0, "安全管理员：授权", "security administrator: roles"},
    {"auditor", ROLE_AUDITOR, PLACE_ROOT, 0, "审计员：审计日志", "auditor: the audit log"},
};
static const char *const learners[] = {"learner",  "learner2", "learner3", "learner4", "learner5",
                                       "learner6", "learner7", "learner8", "learner9"};

static size_t place_of(const struct demo *d, int place)
{
    switch (place) {
    case PLACE_ACADEMY: return d->academy;
    case PLACE_FOCUS: return d->focus;
    case PLACE_SCHOOL: return demo_find_org(d, d->focus, DEMO_SCHOOL);
    case PLACE_TOWN: return demo_find_org(d, d->focus, DEMO_TOWNSHIP);
    case PLACE_UNIT: return demo_find_org(d, d->focus, DEMO_UNIT);
    default: return d->root;
    }
}

/* A district has no people of its own: its administrator works at its school. */
static const struct demo_person *person_of(const struct demo *d, size_t place, size_t number)
{
    if (place == d->root) return NULL;
    const struct demo_org *org = demo_org_at(d, place == d->focus ? demo_find_org(d, d->focus, DEMO_SCHOOL) : place);
    return number < org->person_count ? demo_person_at(d, org->first_person + number) : NULL;
}

void demo_account_people(struct demo *d, struct list *ret_people)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const struct demo_person *p = person_of(d, place_of(d, roles[i].place), roles[i].person);
        if (p) *list_add(d->c->arena, ret_people, int64_t) = p->id;
    }
    for (size_t i = 0; i < sizeof learners / sizeof *learners && i < d->online.n; i++)
        *list_add(d->c->arena, ret_people, int64_t) = LIST_AT(d->online, struct demo_seat, i)->person_id;
}

static void put_line(struct buf *out, const char *login, struct str name, enum role role, const char *zh,
                     const char *en)
{
    if (out->n && out->p[out->n - 1] == '}') buf_char(out, ',');
    buf_printf(out,
               "{\"login\":\"%s\",\"role\":\"%s\",\"role_zh\":\"%s\",\"hint_zh\":\"%s\",\"hint_en\":\"%s\",\"name\":",
               login, role_names[role], role_names_zh[role], zh, en);
    buf_json_text(out, name);
    buf_char(out, '}');
}

static struct err *add_role(struct demo *d, size_t i, struct str hash, struct buf *out)
{
    struct call *c = d->c;
    size_t place = place_of(d, roles[i].place);
    const struct demo_person *p = person_of(d, place, roles[i].person);
    struct str name = p ? p->name : str_printf(c->arena, "%s（演示）", role_names_zh[roles[i].role]);
    int64_t account_id, role_id;
    TRY(account_add(c, p ? p->id : 0, str_of(roles[i].login), name, hash, false, &account_id));
    TRY(account_grant(c, account_id, roles[i].role, demo_org_at(d, place)->id, c->today, 0, &role_id));
    put_line(out, roles[i].login, name, roles[i].role, roles[i].zh, roles[i].en);
    return NULL;
}

static struct err *add_learner(struct demo *d, const char *login, size_t seat, struct str hash, struct buf *out)
{
    struct call *c = d->c;
    int64_t account_id, role_id, person_id = LIST_AT(d->online, struct demo_seat, seat)->person_id;
    const struct demo_person *p = demo_person_at(d, 0);
    for (size_t i = 0; i < d->people.n && p->id != person_id; i++) p = demo_person_at(d, i);
    TRY(account_add(c, p->id, str_of(login), p->name, hash, false, &account_id));
    TRY(account_grant(c, account_id, ROLE_LEARNER, demo_org_at(d, p->org)->id, c->today, 0, &role_id));
    put_line(out, login, p->name, ROLE_LEARNER, "学员：手机上课、签到、我的学时",
             "learner: the lesson on a phone, check in, my ledger");
    return NULL;
}

static struct err *add_all(struct demo *d, struct buf *out)
{
    struct str hash;
    TRY(account_hash(d->c, str_of(demo_password), &hash));
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) TRY(add_role(d, i, hash, out));
    for (size_t i = 0; i < sizeof learners / sizeof *learners && i < d->online.n; i++)
        TRY(add_learner(d, learners[i], i, hash, out));
    return NULL;
}

struct err *demo_make_accounts(struct demo *d)
{
    struct call *c = d->c;
    struct buf out;
    buf_init(&out, 64 << 10);
    buf_printf(&out, "{\"password\":\"%s\",\"class_id\":\"%lld\",\"session_id\":\"%lld\",\"accounts\":[", demo_password,
               (long long)d->class_id, (long long)d->lesson_id);
    struct err *e = add_all(d, &out);
    buf_cstr(&out, "]}\n");
    d->accounts = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return e;
}

struct err *demo_write_accounts(struct demo *d)
{
    struct call *c = d->c;
    return file_write(c->arena, str_printf(c->arena, "%.*s/demo.json", STR_ARG(c->config->data_dir)), d->accounts,
                      0640);
}
