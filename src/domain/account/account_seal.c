/* domain/account/account_seal.c: the audit log is sealed in chapters, each with the hash of the one before.
 *
 * Lines are written by many at once, so they are not chained one by one: a chapter takes all lines between two ids,
 * once nobody can still be writing there. Whoever changes, adds or removes a line behind the database's back breaks the
 * chapter's hash or count; whoever rewrites the chapters needs all later ones, and any hash that was noted elsewhere
 * (the audit page shows the newest) gives that away.
 */
#include "account_sql.h"
#include "api/job.h"
#include "api/module.h"
#include "calc/digest/digest.h"
#include "domain/account/account_private.h"
#include "domain/org/org.h"

/* A line is committed within seconds of the time in its id; this is ample. */
enum { SETTLED_S = 120 };

struct chapter {
    int64_t id;
    int64_t after_id, last_id; /* lines with after_id < id <= last_id */
    int64_t lines;
    struct str hash;
    int64_t sealed_at;
};
static const struct shape_field chapter_fields[] = {
    F_ID(struct chapter, id, 0, "编号", "id"),
    F_ID(struct chapter, after_id, 0, "起（不含）", "after this line"),
    F_ID(struct chapter, last_id, 0, "止（含）", "last line"),
    F_INT(struct chapter, lines, 0, 0, 0, "条数", "lines"),
    F_TEXT(struct chapter, hash, 0, 0, 0, "校验值", "hash"),
    F_TIME(struct chapter, sealed_at, 0, "封存时间", "sealed at"),
};
const struct shape account_chapter_shape = SHAPE("AuditChapter", struct chapter, chapter_fields);

struct sealing {
    struct digest *digest;
    struct buf scratch;
    int64_t lines, last_id;
};

/* The text of a line that is hashed: the JSON that the auditor reads, with a line feed. */
static struct err *add_line(void *context, const void *line)
{
    struct sealing *s = context;
    buf_clear(&s->scratch);
    shape_write_json(&s->scratch, &account_audit_shape, line, false);
    buf_char(&s->scratch, '\n');
    digest_add(s->digest, buf_text(&s->scratch));
    s->lines++;
    s->last_id = *(const int64_t *)line; /* the id is the first field of the shape's struct */
    return NULL;
}

/* The hash of a chapter, as hexadecimal: SHA-256 of the hash before it, a line feed, and its lines in order. */
static struct err *hash_lines(struct call *c, int64_t after_id, int64_t last_id, struct str before, struct chapter *ret)
{
    uint8_t hash[DIGEST_BYTES];
    struct sealing s = {.digest = digest_open()};
    buf_init(&s.scratch, LIMIT_REPLY_BYTES);
    digest_add(s.digest, before);
    digest_add(s.digest, STR("\n"));
    struct err *e = db_each(c->db, c->arena, &sql_account_audit_range, VALS(v_int(after_id), v_int(last_id)),
                            &account_audit_shape, add_line, &s);
    digest_close(s.digest, hash);
    buf_done(&s.scratch);
    *ret = (struct chapter){.after_id = after_id,
                            .last_id = s.last_id,
                            .lines = s.lines,
                            .hash = digest_hex(c->arena, (struct str){(char *)hash, sizeof hash})};
    return e;
}

static struct err *newest(struct call *c, struct chapter *ret_chapter)
{
    bool found;
    *ret_chapter = (struct chapter){0};
    return db_find(c->db, c->arena, &sql_account_chapter_newest, NO_VALS, &account_chapter_shape, ret_chapter, &found);
}

struct err *account_seal_due(struct call *c, int64_t *ret_last_id)
{
    struct chapter last;
    TRY(newest(c, &last));
    return db_int(c->db, c->arena, &sql_account_audit_settled,
                  VALS(v_int(last.last_id), v_int(c->now_us - SETTLED_S * TIME_SECOND_US)), ret_last_id);
}

struct err *account_seal(struct call *c, int64_t last_id)
{
    struct chapter last, next;
    TRY(newest(c, &last));
    if (last_id <= last.last_id) return NULL;
    TRY(hash_lines(c, last.last_id, last_id, last.hash, &next));
    return db_run(c->db, c->arena, &sql_account_chapter_insert,
                  VALS(v_int(call_id(c)), v_int(next.after_id), v_int(next.last_id), v_int(next.lines),
                       v_text(next.hash), v_time(c->now_us)),
                  NULL);
}

static struct err *look(struct call *c, void *arg) { return account_seal_due(c, arg); }

static struct err *seal(struct call *c, void *arg) { return account_seal(c, *(const int64_t *)arg); }

/* Most of the time there is nothing to seal, and nothing is written. */
struct err *account_seal_run(struct job *job)
{
    int64_t last_id = 0;
    TRY(job_read(job, look, &last_id));
    return last_id ? job_write(job, seal, &last_id) : NULL;
}

struct err *account_audit_verify(struct call *c, struct account_audit_check *ret_check)
{
    struct list chapters;
    struct str before = {0};
    int64_t after_id = 0;
    *ret_check = (struct account_audit_check){0};
    TRY(db_list(c->db, c->arena, &sql_account_chapter_list, NO_VALS, &account_chapter_shape, &chapters));
    for (LIST_EACH(chapters, struct chapter, kept)) {
        struct chapter now;
        TRY(hash_lines(c, kept->after_id, kept->last_id, before, &now));
        bool right = kept->after_id == after_id && now.lines == kept->lines && now.last_id == kept->last_id &&
                     str_equal(now.hash, kept->hash);
        ret_check->lines += now.lines;
        ret_check->chapters++;
        if (!right && !ret_check->broken++)
            ret_check->first = str_printf(c->arena, "%lld–%lld", (long long)kept->after_id, (long long)kept->last_id);
        before = kept->hash;
        after_id = kept->last_id;
    }
    return NULL;
}

/* For the auditor: how far the log is sealed, to be noted somewhere else. Bounded to the auditor of the whole city. */
struct err *account_chapter_get(struct call *c)
{
    struct chapter last;
    TRY(call_may(c, PERM_AUDIT_READ, STR(ORG_ROOT_PATH)));
    TRY(newest(c, &last));
    *(struct chapter *)c->out = last;
    return NULL;
}
