/* domain/form/form_private.h: what the files of this folder share. */
#ifndef DOMAIN_FORM_FORM_PRIVATE_H
#define DOMAIN_FORM_FORM_PRIVATE_H

#include "core/list.h"
#include "core/shape.h"
#include "core/str.h"

struct arena;
struct call;
struct err;
struct event;
struct org_move;
struct paper_doc;
struct page_spec;
struct klass;

#define FORM_USE __attribute__((warn_unused_result))

enum form_kind {
    FORM_NONE,
    FORM_LEAVE,
    FORM_ASSESS,
    FORM_ROLL,
    FORM_PEOPLE,
    FORM_CERTIFICATE,
    FORM_STATEMENT,
    FORM_COUNT
};
extern const char *const form_kind_names[];

struct form_template {
    int64_t id;
    int kind;
    int64_t org_id; /* 0: the preset */
    struct str org_name;
    int64_t revision;
    struct str title, intro, notes, footer;
    struct list signs; /* struct str */
    struct str logo;   /* PNG in base64; empty none */
    bool withdrawn, own;
    int64_t created_at;
    struct str created_by_name;
    struct str signs_json; /* as it is stored */
};

/* What stands on a certificate or statement, and in the placeholders of every form. */
struct form_facts {
    struct str person_name, org_name, post, rank_name;
    struct str class_title, host_name;
    int starts_on, ends_on;
    int64_t hours_centi, online_centi, days_centi;
    int issued_on;
    struct list lines; /* struct form_line, statements only */
};

struct form_line {
    int earned_on;
    struct str title, org_name;
    int kind; /* enum ledger_kind */
    int64_t hours_centi, days_centi;
};

struct form_leave {
    int64_t id, class_id, person_id;
    struct str person_name;
    int gender;
    struct str org_name, post, rank_name, class_title, host_name, host_path;
    int starts_on, ends_on;
    struct str leave_kind;
    int64_t from_at, until_at, hours_centi;
    struct str reason;
    int64_t back_at;   /* reported back; 0 not yet */
    struct list steps; /* struct form_step: what was decided on the screen */
};

struct form_step {
    struct str level; /* "manager", "office", "principal", "department" */
    struct str state; /* "approved", "refused" */
    struct str name, deputy_for, note;
    int64_t at;
};

struct form_person {
    int64_t person_id;
    struct str person_name;
    int gender;
    struct str org_name, post, rank_name, group_name, site_name;
};

struct form_mark {
    int64_t session_id, person_id;
    int state; /* enum roll_state */
};

struct form_result {
    int64_t hours_centi, online_centi, days_centi;
    struct str outcome; /* empty: the class is not confirmed */
    int64_t confirmed_at;
    struct str grade;                   /* of the assessment: excellent, good, pass, fail; empty: by points, or none */
    int64_t study_centi, conduct_centi; /* its points; 0: none */
    struct str note;
};

struct form_issue {
    int64_t id;
    struct str number;
    int kind;
    int64_t person_id;
    struct str person_name;
    int64_t class_id;
    struct str org_path;
    int64_t template_id;
    struct str facts; /* JSON of form_facts_shape */
    int64_t issued_at, revoked_at;
    struct str reason;
};

/* ---- rules: pure ---- */

enum { FORM_NUMBER_RANDOM = 15, FORM_NUMBER_CHARS = 19 };
/* "2026" and 15 characters of Crockford's base 32 made of 15 random bytes: 75 bits. */
struct str form_number_new(struct arena *a, int year, const uint8_t random[FORM_NUMBER_RANDOM]);
/* What somebody typed: capital letters without dashes and blanks, O as 0, I and L as 1; empty when it is no number. */
struct str form_number_clean(struct arena *a, struct str typed);
/* "2026-7F3K9-QXDM2-VA0WB". */
struct str form_number_show(struct arena *a, struct str number);
/* 张三 → 张*, 欧阳修远 → 欧**远: enough to recognise whom one knows, not to find whom one does not. */
struct str form_mask_name(struct arena *a, struct str name);
/* "2026年11月25日". */
struct str form_date(struct arena *a, int date);
/* The text with its placeholders filled. */
struct str form_fill(struct arena *a, struct str text, const struct form_facts *facts);
/* ERR_INVALID "form.placeholder" when a text has a placeholder that nothing fills. */
FORM_USE struct err *form_check_text(struct arena *a, const char *field, struct str text);
/* The bytes of base64; false when it is none. */
bool form_base64(struct arena *a, struct str text, struct str *ret_bytes);
FORM_USE struct err *form_check_template(struct arena *a, const struct form_template *t);

/* ---- paper: the documents; pure but for the list of fonts ---- */

struct form_roll {
    const struct form_template *t;
    const struct klass *klass;
    struct list people, sessions, marks; /* form_person, session, form_mark by person */
    int tz_min;
    bool blank; /* to be filled in by hand */
};

void form_begin(struct paper_doc *doc, struct arena *a, const struct form_template *t, const struct form_facts *facts);
void form_paper_leave(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                      const struct form_leave *leave, int tz_min);
void form_paper_people(struct arena *a, struct paper_doc *doc, const struct form_template *t, const struct klass *klass,
                       const struct list *people);
void form_paper_roll(struct arena *a, struct paper_doc *doc, const struct form_roll *roll);
/* One person on one page; the count of marks comes from `marks`, which are the person's own. */
void form_paper_assess(struct arena *a, struct paper_doc *doc, const struct form_roll *roll,
                       const struct form_person *person, const struct form_result *result);
void form_paper_certificate(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                            const struct form_facts *facts, struct str number, struct str url);
void form_paper_statement(struct arena *a, struct paper_doc *doc, const struct form_template *t,
                          const struct form_facts *facts, struct str number, struct str url);

/* ---- store ---- */

FORM_USE struct err *form_template_find(struct call *c, int kind, struct str org_path, struct form_template *ret);
FORM_USE struct err *form_template_get(struct call *c, int64_t id, struct form_template *ret);
FORM_USE struct err *form_template_versions(struct call *c, int64_t org_id, int kind, struct list *ret_templates);
/* Gives it the next number; id and number are filled in. */
FORM_USE struct err *form_template_add(struct call *c, struct form_template *t);
FORM_USE struct err *form_leave_get(struct call *c, int64_t leave_id, struct form_leave *ret);
/* person_id 0: everybody with a seat. */
FORM_USE struct err *form_people(struct call *c, int64_t class_id, int64_t person_id, struct list *ret_people);
FORM_USE struct err *form_marks(struct call *c, int64_t class_id, int64_t person_id, struct list *ret_marks);
FORM_USE struct err *form_result(struct call *c, int64_t class_id, int64_t person_id, struct form_result *ret);
/* int64_t ids of those who completed it. */
FORM_USE struct err *form_completed(struct call *c, int64_t class_id, struct list *ret_ids);
FORM_USE struct err *form_lines(struct call *c, int64_t person_id, int from_on, int until_on, struct list *ret_lines);
FORM_USE struct err *form_issue_find(struct call *c, struct str key, struct form_issue *ret, bool *ret_found);
FORM_USE struct err *form_issue_get(struct call *c, int64_t id, struct form_issue *ret);
FORM_USE struct err *form_issue_by_number(struct call *c, struct str number, struct form_issue *ret, bool *ret_found);
FORM_USE struct err *form_issue_valid(struct call *c, int64_t class_id, struct list *ret_issues);
FORM_USE struct err *form_issue_add(struct call *c, const struct form_issue *issue, struct str key);
/* Certificates (int64_t) that stand for hours which were reversed: those of the class that the entry came from. */
FORM_USE struct err *form_issue_reversed(struct call *c, int64_t entry_id, struct list *ret_ids);
/* Were hours of that class reversed on this person's ledger? */
FORM_USE struct err *form_hours_reversed(struct call *c, int64_t person_id, int64_t class_id, bool *ret_reversed);
FORM_USE struct err *form_issue_revoke(struct call *c, int64_t id, struct str reason, bool *ret_done);
FORM_USE struct err *form_tries(struct call *c, struct str peer, int64_t since_at, int64_t *ret_tries);
FORM_USE struct err *form_try_add(struct call *c, struct str peer, int64_t since_at);

/* ---- issuing: form_issue.c ---- */

/* The valid certificate of a person in a class, made when there is none. ERR_CONFLICT "form.not_completed". */
/* The reaction to "ledger.reversed". */
FORM_USE struct err *form_on_reversed(struct call *c, const struct event *event);
/* An organisation moved in the tree: what was issued below it belongs where it is now. */
FORM_USE struct err *form_on_org_moved(struct call *c, const struct event *event);
FORM_USE struct err *form_issue_moved(struct call *c, const struct org_move *move);
FORM_USE struct err *form_certify(struct call *c, const struct klass *klass, int64_t person_id, struct form_issue *ret);
/* The same for the ledger from a day to a day; a ledger that grew gives a new one. */
FORM_USE struct err *form_state_ledger(struct call *c, int64_t person_id, int from_on, int until_on,
                                       struct form_issue *ret);
/* Adds its pages to a document. */
FORM_USE struct err *form_issue_paper(struct call *c, const struct form_issue *issue, struct paper_doc *doc);
FORM_USE struct err *form_issue_facts(struct call *c, const struct form_issue *issue, struct form_facts *ret);

/* ---- handlers: form_print_http.c, form_issue_http.c, form_template_http.c ---- */

FORM_USE struct err *form_http_leave(struct call *c);
FORM_USE struct err *form_http_people(struct call *c);
FORM_USE struct err *form_http_roll(struct call *c);
FORM_USE struct err *form_http_assess(struct call *c);
FORM_USE struct err *form_http_certify(struct call *c);
FORM_USE struct err *form_http_certificates(struct call *c);
FORM_USE struct err *form_http_certificates_pdf(struct call *c);
FORM_USE struct err *form_http_my_certificate(struct call *c);
FORM_USE struct err *form_http_my_statement(struct call *c);
FORM_USE struct err *form_http_statement(struct call *c);
FORM_USE struct err *form_http_my_issues(struct call *c);
FORM_USE struct err *form_http_issue_pdf(struct call *c);
FORM_USE struct err *form_http_revoke(struct call *c);
FORM_USE struct err *form_http_verify(struct call *c);
FORM_USE struct err *form_http_templates(struct call *c);
FORM_USE struct err *form_http_versions(struct call *c);
FORM_USE struct err *form_http_save(struct call *c);
FORM_USE struct err *form_http_withdraw(struct call *c);
FORM_USE struct err *form_http_preview(struct call *c);
/* The document as the reply. */
FORM_USE struct err *form_reply(struct call *c, struct paper_doc *doc);

extern const struct shape form_template_shape, form_template_list_shape, form_template_in_shape, form_kind_in_shape,
    form_facts_shape, form_issue_shape, form_certify_in_shape, form_certify_out_shape, form_class_in_shape,
    form_span_in_shape, form_revoke_in_shape, form_verify_in_shape, form_verify_shape;
extern const struct page_spec form_class_issue_page, form_person_issue_page;

#endif
