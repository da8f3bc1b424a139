/* domain/form/form_issue_http.c: certificates and statements: issue, print, revoke, verify. */
#include "api/module.h"
#include "calc/digest/digest.h"
#include "calc/paper/paper.h"
#include "domain/form/form_private.h"
#include "domain/klass/klass.h"
#include "domain/person/person.h"

enum { PEOPLE_MAX = 20000, TRIES_MAX = 20, TRIES_MINUTES = 10, FIRST_YEAR = 1949 };

struct certify_in {
    struct list person_ids; /* empty: everybody who completed */
};
static const struct shape_field certify_in_fields[] = {
    F_IDS(struct certify_in, person_ids, 0, PEOPLE_MAX, 0, "学员（不填为全部结业学员）",
          "people; none: all who completed"),
};
const struct shape form_certify_in_shape = SHAPE("CertifyIn", struct certify_in, certify_in_fields);

struct certify_out {
    int64_t issued; /* valid ones of these people, new and old */
};
static const struct shape_field certify_out_fields[] = {
    F_INT(struct certify_out, issued, 0, 0, 0, "证书数", "certificates"),
};
const struct shape form_certify_out_shape = SHAPE("CertifyOut", struct certify_out, certify_out_fields);

struct class_in {
    int64_t class_id;
};
static const struct shape_field class_in_fields[] = {
    F_ID(struct class_in, class_id, SHAPE_REQUIRED, "班次", "class"),
};
const struct shape form_class_in_shape = SHAPE("CertificateIn", struct class_in, class_in_fields);

struct span_in {
    int from_on, until_on;
};
static const struct shape_field span_in_fields[] = {
    F_DATE(struct span_in, from_on, 0, "自（不填为最早）", "from, none: from the beginning"),
    F_DATE(struct span_in, until_on, 0, "至（不填为今天）", "until, none: until today"),
};
const struct shape form_span_in_shape = SHAPE("StatementIn", struct span_in, span_in_fields);

struct revoke_in {
    struct str reason;
};
static const struct shape_field revoke_in_fields[] = {
    F_TEXT(struct revoke_in, reason, 2, 500, SHAPE_REQUIRED, "撤销理由", "reason"),
};
const struct shape form_revoke_in_shape = SHAPE("RevokeIn", struct revoke_in, revoke_in_fields);

struct verify_in {
    struct str number;
};
static const struct shape_field verify_in_fields[] = {
    F_TEXT(struct verify_in, number, 1, 60, SHAPE_REQUIRED, "纸上的编号", "the number on the paper"),
};
const struct shape form_verify_in_shape = SHAPE("VerifyIn", struct verify_in, verify_in_fields);

struct verify_out {
    struct str number;
    int kind;
    bool valid;
    struct str name, title, host_name;
    int from_on, until_on, issued_on, revoked_on;
    int64_t hours_centi, online_centi;
};
#define VERIFY(kind, ...) F_##kind(struct verify_out, __VA_ARGS__)
static const struct shape_field verify_fields[] = {
    VERIFY(TEXT, number, 0, 0, 0, "编号", "number"),
    VERIFY(ENUM, kind, form_kind_names, 0, "种类", "kind"),
    VERIFY(BOOL, valid, 0, "有效", "still valid"),
    VERIFY(TEXT, name, 0, 0, 0, "姓名（部分隐去）", "name, masked"),
    VERIFY(TEXT, title, 0, 0, 0, "名称", "title"),
    VERIFY(TEXT, host_name, 0, 0, 0, "主办单位", "host"),
    VERIFY(DATE, from_on, 0, "自", "from"),
    VERIFY(DATE, until_on, 0, "至", "until"),
    VERIFY(DATE, issued_on, 0, "出具日期", "issued on"),
    VERIFY(DATE, revoked_on, 0, "撤销日期", "revoked on"),
    VERIFY(HOURS, hours, 0, 0, 0, "学时（证明：集中培训学时）", "hours; of a statement the concentrated ones"),
    VERIFY(HOURS, online, 0, 0, 0, "其中网络自学学时（证明：网络自学学时）",
           "of them online; of a statement beside them"),
};
const struct shape form_verify_shape = SHAPE("Verification", struct verify_out, verify_fields);

/* ---- certificates ---- */

struct err *form_http_certify(struct call *c)
{
    const struct certify_in *in = c->in;
    struct certify_out *out = c->out;
    struct klass klass;
    struct list ids = in->person_ids;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_CONFIRM, &klass));
    if (!ids.n) TRY(form_completed(c, klass.id, &ids));
    if (!ids.n)
        FAIL(c->arena, ERR_CONFLICT, "form.not_completed", "班次确认结业后，结业的学员才能领取证书。",
             "A certificate is for those who completed a class that was confirmed.");
    for (LIST_EACH(ids, int64_t, person_id)) {
        struct form_issue issue;
        TRY(form_certify(c, &klass, *person_id, &issue));
        out->issued++;
    }
    c->status = 200;
    call_audit(c, klass.id, klass.org_path, str_printf(c->arena, "%lld certificates", (long long)out->issued));
    return NULL;
}

static void show_numbers(struct call *c, struct list *issues)
{
    for (LIST_EACH(*issues, struct form_issue, issue)) issue->number = form_number_show(c->arena, issue->number);
}

struct err *form_http_certificates(struct call *c)
{
    struct klass klass;
    struct page *page = c->out;
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_CONFIRM, &klass));
    TRY(page_run(c, &form_class_issue_page, VALS(v_id(klass.id))));
    show_numbers(c, &page->items);
    return NULL;
}

struct err *form_http_certificates_pdf(struct call *c)
{
    struct klass klass;
    struct list issues;
    struct paper_doc doc = {0};
    TRY(klass_get(c, c->path[0], &klass));
    TRY(klass_may(c, PERM_CLASS_CONFIRM, &klass));
    TRY(form_issue_valid(c, klass.id, &issues));
    if (!issues.n)
        FAIL(c->arena, ERR_ABSENT, "form.none_issued", "还没有出具证书，请先出具。", "No certificate was issued yet.");
    for (LIST_EACH(issues, struct form_issue, issue)) TRY(form_issue_paper(c, issue, &doc));
    return form_reply(c, &doc);
}

static struct err *need_person(struct call *c)
{
    call_checked(c);
    if (c->who->person_id) return NULL;
    FAIL(c->arena, ERR_ABSENT, "form.no_person", "这个账号不对应任何人员，没有证书和学时证明。",
         "This account belongs to no person and has no certificates.");
}

/* What is answered: the number as it is printed. */
static void answer_issue(struct call *c, const struct form_issue *issue)
{
    struct form_issue *out = c->out;
    *out = *issue;
    out->number = form_number_show(c->arena, issue->number);
    c->status = 200;
}

struct err *form_http_my_certificate(struct call *c)
{
    struct klass klass;
    struct form_issue issue;
    TRY(need_person(c));
    TRY(klass_get(c, ((const struct class_in *)c->in)->class_id, &klass));
    TRY(klass_may_see(c, &klass));
    TRY(form_certify(c, &klass, c->who->person_id, &issue));
    answer_issue(c, &issue);
    return NULL;
}

/* ---- statements ---- */

static struct err *issue_statement(struct call *c, int64_t person_id)
{
    const struct span_in *in = c->in;
    struct form_issue issue;
    int until_on = in->until_on ? in->until_on : c->today;
    int from_on = in->from_on;
    if (from_on > until_on)
        FAIL_FIELD(c->arena, "form.span", "until_on", "截止日期不能早于起始日期。",
                   "The span must end after it begins.");
    if (!from_on) {
        struct list all;
        TRY(form_lines(c, person_id, FIRST_YEAR * 10000, until_on, &all));
        from_on = until_on;
        for (LIST_EACH(all, struct form_line, line))
            if (line->earned_on < from_on) from_on = line->earned_on;
    }
    TRY(form_state_ledger(c, person_id, from_on, until_on, &issue));
    answer_issue(c, &issue);
    call_audit(c, person_id, issue.org_path, STR("ledger statement"));
    return NULL;
}

struct err *form_http_my_statement(struct call *c)
{
    TRY(need_person(c));
    return issue_statement(c, c->who->person_id);
}

struct err *form_http_statement(struct call *c)
{
    struct person person;
    TRY(person_may(c, PERM_LEDGER_READ, c->path[0], &person));
    return issue_statement(c, person.id);
}

/* ---- all that was issued ---- */

struct err *form_http_my_issues(struct call *c)
{
    struct page *page = c->out;
    TRY(need_person(c));
    TRY(page_run(c, &form_person_issue_page, VALS(v_id(c->who->person_id))));
    show_numbers(c, &page->items);
    return NULL;
}

/* One's own; a certificate for those who run the class, a statement for those who read the ledger. */
static struct err *may_see(struct call *c, const struct form_issue *issue)
{
    struct klass klass;
    struct person person;
    call_checked(c);
    if (c->who->person_id && c->who->person_id == issue->person_id) return NULL;
    if (issue->kind == FORM_STATEMENT) return person_may(c, PERM_LEDGER_READ, issue->person_id, &person);
    TRY(klass_get(c, issue->class_id, &klass));
    return klass_may(c, PERM_CLASS_CONFIRM, &klass);
}

struct err *form_http_issue_pdf(struct call *c)
{
    struct form_issue issue;
    struct paper_doc doc = {0};
    TRY(form_issue_get(c, c->path[0], &issue));
    TRY(may_see(c, &issue));
    TRY(form_issue_paper(c, &issue, &doc));
    return form_reply(c, &doc);
}

struct err *form_http_revoke(struct call *c)
{
    const struct revoke_in *in = c->in;
    struct form_issue issue;
    struct klass klass;
    struct person person;
    bool done;
    TRY(form_issue_get(c, c->path[0], &issue));
    if (issue.kind == FORM_CERTIFICATE) {
        TRY(klass_get(c, issue.class_id, &klass));
        TRY(klass_may(c, PERM_CLASS_CONFIRM, &klass));
    } else {
        TRY(person_get(c, issue.person_id, &person));
        TRY(call_may(c, PERM_LEDGER_REVERSE, person.org_path));
    }
    TRY(form_issue_revoke(c, issue.id, in->reason, &done));
    if (!done) FAIL(c->arena, ERR_CONFLICT, "form.revoked", "这份证书或证明已撤销过。", "It was revoked already.");
    TRY(form_issue_get(c, issue.id, &issue));
    answer_issue(c, &issue);
    call_audit(c, issue.id, issue.org_path, in->reason);
    return NULL;
}

/* ---- for everybody ---- */

static struct err *unknown_number(struct call *c)
{
    return ERR(c->arena, ERR_ABSENT, "form.unknown_number", "没有这个编号。请核对纸上的编号，字母不分大小写。",
               "There is no such number. Compare it with the paper; capital and small letters are the same.");
}

static struct err *show_issue(struct call *c, const struct form_issue *issue)
{
    struct verify_out *out = c->out;
    struct form_template t;
    struct form_facts facts;
    TRY(form_issue_facts(c, issue, &facts));
    TRY(form_template_get(c, issue->template_id, &t));
    bool certificate = issue->kind == FORM_CERTIFICATE;
    *out = (struct verify_out){
        .number = form_number_show(c->arena, issue->number),
        .kind = issue->kind,
        .valid = !issue->revoked_at,
        .name = form_mask_name(c->arena, facts.person_name),
        .title = certificate ? facts.class_title : form_fill(c->arena, t.title, &facts),
        .host_name = facts.host_name,
        .from_on = facts.starts_on,
        .until_on = facts.ends_on,
        .issued_on = facts.issued_on,
        .revoked_on = issue->revoked_at ? date_of(issue->revoked_at, c->tz_min) : 0,
        .hours_centi = facts.hours_centi,
        .online_centi = facts.online_centi,
    };
    c->status = 200;
    return NULL;
}

/* Addresses are kept as digests only. */
static struct str peer_key(struct call *c)
{
    uint8_t digest[DIGEST_BYTES];
    digest_sha256(c->peer, digest);
    return digest_hex(c->arena, (struct str){(const char *)digest, 16});
}

struct err *form_http_verify(struct call *c)
{
    struct form_issue issue;
    struct str number = form_number_clean(c->arena, ((const struct verify_in *)c->in)->number), peer = peer_key(c);
    int64_t tries, since_at = c->now_us - TRIES_MINUTES * TIME_MINUTE_US;
    bool found = false;
    call_checked(c);
    TRY(form_tries(c, peer, since_at, &tries));
    if (tries >= TRIES_MAX)
        FAIL(c->arena, ERR_LIMIT, "form.too_many_tries", "查询不存在的编号次数过多，请过十分钟再试。",
             "Too many numbers that do not exist: try again in ten minutes.");
    if (number.n) TRY(form_issue_by_number(c, number, &issue, &found));
    if (found) return show_issue(c, &issue);
    TRY(form_try_add(c, peer, since_at));
    c->refusal = unknown_number(c);
    return NULL;
}
