/* domain/form/form_issue.c: issuing certificates and ledger statements: load, decide, keep. */
#include "api/call.h"
#include "api/config.h"
#include "calc/digest/digest.h"
#include "calc/paper/paper.h"
#include "domain/form/form_private.h"
#include "domain/klass/klass.h"
#include "domain/ledger/ledger.h"
#include "domain/notice/notice.h"
#include "domain/org/org.h"
#include "domain/person/person.h"

enum { FACTS_BYTES = 8 << 20 };

static struct str facts_json(struct call *c, const struct form_facts *facts)
{
    struct buf out;
    buf_init(&out, FACTS_BYTES);
    shape_write_json(&out, &form_facts_shape, facts, false);
    struct str json = str_copy(c->arena, buf_text(&out));
    buf_done(&out);
    return json;
}

struct err *form_issue_facts(struct call *c, const struct form_issue *issue, struct form_facts *ret)
{
    *ret = (struct form_facts){0};
    return shape_read_json(c->arena, &form_facts_shape, issue->facts, ret);
}

static struct err *add_issue(struct call *c, struct form_issue *issue, const struct form_facts *facts, struct str key)
{
    uint8_t random[FORM_NUMBER_RANDOM];
    struct form_template t;
    TRY(form_template_find(c, issue->kind, issue->org_path, &t));
    call_random(c, random, sizeof random);
    issue->id = call_id(c);
    issue->number = form_number_new(c->arena, c->today / 10000, random);
    issue->template_id = t.id;
    issue->issued_at = c->now_us;
    issue->facts = facts_json(c, facts);
    return form_issue_add(c, issue, key);
}

/* Who is certified hears of it, unless they asked themselves. */
static struct err *tell(struct call *c, const struct klass *klass, const struct form_issue *issue)
{
    if (c->who->person_id == issue->person_id) return NULL;
    struct notice_message m = {.person_id = issue->person_id,
                               .kind = "ledger.certificate",
                               .title_zh = str_printf(c->arena, "结业证书已出具：%.*s", STR_ARG(klass->title)),
                               .title_en =
                                   str_printf(c->arena, "Your certificate is ready: %.*s", STR_ARG(klass->title)),
                               .link = str_printf(c->arena, "/learn/classes/%lld", (long long)klass->id),
                               .key = str_printf(c->arena, "certificate:%lld", (long long)issue->id)};
    return notice_send(c, &m);
}

/* What was printed says hours that the ledger no longer has. Told to its owner, who may have shown it to others. */
struct err *form_on_reversed(struct call *c, const struct event *event)
{
    struct list ids;
    TRY(form_issue_reversed(c, event->object_id, &ids));
    for (LIST_EACH(ids, int64_t, id)) {
        struct notice_message m = {.person_id = event->subject_id,
                                   .kind = "ledger.certificate",
                                   .title_zh = STR("您的一份结业证书已撤销：所载学时已被冲销"),
                                   .title_en = STR("A certificate of yours was revoked: its hours were reversed"),
                                   .link = STR("/papers"),
                                   .key = str_printf(c->arena, "certificate-reversed:%lld", (long long)*id)};
        bool done;
        TRY(form_issue_revoke(c, *id, STR("所载学时已被冲销"), &done));
        TRY(call_audit_add(c, "form.revoked", *id, (struct str){0}, STR("{\"reason\":\"ledger.reversed\"}")));
        TRY(notice_send(c, &m));
    }
    return NULL;
}

struct err *form_on_org_moved(struct call *c, const struct event *event)
{
    struct org_move move;
    TRY(org_move_get(c, event->object_id, &move));
    return form_issue_moved(c, &move);
}

struct err *form_certify(struct call *c, const struct klass *klass, int64_t person_id, struct form_issue *ret)
{
    struct str key = str_printf(c->arena, "certificate:%lld:%lld", (long long)klass->id, (long long)person_id);
    struct form_result result;
    struct person person;
    struct list people;
    bool found, reversed;
    TRY(form_issue_find(c, key, ret, &found));
    if (found) return NULL;
    TRY(form_hours_reversed(c, person_id, klass->id, &reversed));
    if (reversed)
        FAIL(c->arena, ERR_CONFLICT, "form.reversed", "该班次的学时已被冲销，不再出具证书。如有疑问请联系承办单位。",
             "Hours of this class were reversed: there is no certificate for them. Ask the host.");
    TRY(form_result(c, klass->id, person_id, &result));
    TRY(form_people(c, klass->id, person_id, &people));
    if (!str_is(result.outcome, "completed") || !people.n)
        FAIL(c->arena, ERR_CONFLICT, "form.not_completed", "班次确认结业后，结业的学员才能领取证书。",
             "A certificate is for those who completed a class that was confirmed.");
    TRY(person_get(c, person_id, &person));
    const struct form_person *p = people.p;
    struct form_facts facts = {.person_name = person.name,
                               .org_name = p->org_name,
                               .post = p->post,
                               .rank_name = p->rank_name,
                               .class_title = klass->title,
                               .host_name = klass->org_name,
                               .starts_on = klass->starts_on,
                               .ends_on = klass->ends_on,
                               .hours_centi = result.hours_centi + result.online_centi,
                               .online_centi = result.online_centi,
                               .days_centi = result.days_centi,
                               .issued_on = c->today};
    *ret = (struct form_issue){.kind = FORM_CERTIFICATE,
                               .person_id = person_id,
                               .person_name = person.name,
                               .class_id = klass->id,
                               .org_path = klass->org_path};
    TRY(add_issue(c, ret, &facts, key));
    return tell(c, klass, ret);
}

/* The same lines give the same key: asking twice gives one statement, a ledger that grew a new one. */
static struct str statement_key(struct call *c, int64_t person_id, const struct form_facts *facts)
{
    struct form_facts undated = *facts;
    uint8_t digest[DIGEST_BYTES];
    undated.issued_on = 0;
    digest_sha256(facts_json(c, &undated), digest);
    struct str hex = digest_hex(c->arena, (struct str){(const char *)digest, sizeof digest});
    return str_printf(c->arena, "statement:%lld:%.*s", (long long)person_id, STR_ARG(hex));
}

struct err *form_state_ledger(struct call *c, int64_t person_id, int from_on, int until_on, struct form_issue *ret)
{
    struct person person;
    bool found;
    TRY(person_get(c, person_id, &person));
    struct form_facts facts = {.person_name = person.name,
                               .org_name = person.org_name,
                               .post = person.post,
                               .starts_on = from_on,
                               .ends_on = until_on,
                               .issued_on = c->today};
    TRY(form_lines(c, person_id, from_on, until_on, &facts.lines));
    for (LIST_EACH(facts.lines, struct form_line, line)) {
        *(line->kind == LEDGER_ONLINE ? &facts.online_centi : &facts.hours_centi) += line->hours_centi;
        facts.days_centi += line->days_centi;
    }
    struct str key = statement_key(c, person_id, &facts);
    TRY(form_issue_find(c, key, ret, &found));
    if (found) return NULL;
    *ret = (struct form_issue){
        .kind = FORM_STATEMENT, .person_id = person_id, .person_name = person.name, .org_path = person.org_path};
    return add_issue(c, ret, &facts, key);
}

struct err *form_issue_paper(struct call *c, const struct form_issue *issue, struct paper_doc *doc)
{
    struct form_template t;
    struct form_facts facts;
    TRY(form_template_get(c, issue->template_id, &t));
    TRY(form_issue_facts(c, issue, &facts));
    struct str url = str_printf(c->arena, "%.*s/verify/%.*s", STR_ARG(c->config->public_url), STR_ARG(issue->number));
    if (doc->blocks.n) paper_add(c->arena, doc, PAPER_BREAK);
    if (issue->revoked_at) doc->mark = STR("已撤销");
    doc->made_at = issue->issued_at;
    if (issue->kind == FORM_CERTIFICATE)
        form_paper_certificate(c->arena, doc, &t, &facts, issue->number, url);
    else
        form_paper_statement(c->arena, doc, &t, &facts, issue->number, url);
    return NULL;
}
