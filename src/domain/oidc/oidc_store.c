/* domain/oidc/oidc_store.c: the only file that runs the module's SQL. */
#include "api/call.h"
#include "calc/digest/digest.h"
#include "core/limits.h"
#include "domain/account/account.h"
#include "domain/oidc/oidc_private.h"
#include "oidc_sql.h"

static const char *const stage_names[] = {"", "begun", "asked", "known", "failed", "ended", NULL};

static const struct shape_field metadata_fields[] = {
    F_TEXT(struct oidc_metadata, issuer, 0, 0, 0, "提供方", "Issuer"),
    F_TEXT(struct oidc_metadata, document, 0, 0, 0, "元数据", "Document"),
    F_TEXT(struct oidc_metadata, keys, 0, 0, 0, "公钥", "Keys"),
    F_TIME(struct oidc_metadata, fetched_at, 0, "取得时间", "Fetched at"),
};
static const struct shape metadata_shape = SHAPE("OidcMetadata", struct oidc_metadata, metadata_fields);

static const struct shape_field attempt_fields[] = {
    F_ID(struct oidc_attempt, id, 0, "编号", "Id"),
    F_TEXT(struct oidc_attempt, state, 0, 0, SHAPE_SECRET, "状态值", "State"),
    F_TEXT(struct oidc_attempt, provider, 0, 0, 0, "提供方", "Provider"),
    F_TEXT(struct oidc_attempt, nonce, 0, 0, SHAPE_SECRET, "随机数", "Nonce"),
    F_TEXT(struct oidc_attempt, verifier, 0, 0, SHAPE_SECRET, "校验值", "Verifier"),
    F_ENUM(struct oidc_attempt, stage, stage_names, 0, "阶段", "Stage"),
    F_TEXT(struct oidc_attempt, code, 0, 0, SHAPE_SECRET, "授权码", "Code"),
    F_TEXT(struct oidc_attempt, subject, 0, 0, 0, "用户标识", "Subject"),
    F_TEXT(struct oidc_attempt, problem_code, 0, 0, 0, "错误", "Problem"),
    F_TEXT(struct oidc_attempt, problem_zh, 0, 0, 0, "错误", "Problem"),
    F_TEXT(struct oidc_attempt, problem_en, 0, 0, 0, "错误", "Problem"),
};
static const struct shape attempt_shape = SHAPE("OidcAttempt", struct oidc_attempt, attempt_fields);

static const struct shape_field link_fields[] = {
    F_ID(struct oidc_link, id, SHAPE_READ_ONLY, "编号", "Id"),
    F_ID(struct oidc_link, account_id, SHAPE_READ_ONLY, "账号", "Account"),
    F_TEXT(struct oidc_link, provider, 1, 60, SHAPE_REQUIRED, "身份提供方", "Identity provider"),
    F_TEXT(struct oidc_link, subject, 1, 255, SHAPE_REQUIRED, "提供方的用户标识（sub）",
           "Subject at the provider (sub)"),
    F_TIME(struct oidc_link, linked_at, SHAPE_READ_ONLY, "关联时间", "Linked at"),
    F_TIME(struct oidc_link, used_at, SHAPE_READ_ONLY, "最近登录", "Used last"),
};
const struct shape oidc_link_shape = SHAPE("Identity", struct oidc_link, link_fields);

/* Of tickets only the digest is stored. */
static struct val mark(struct call *c, struct str secret)
{
    uint8_t digest[DIGEST_BYTES];
    digest_sha256(secret, digest);
    return v_blob((struct str){arena_copy(c->arena, digest, sizeof digest), sizeof digest});
}

static int64_t oldest(const struct call *c) { return c->now_us - OIDC_ATTEMPT_S * TIME_SECOND_US; }

struct err *oidc_store_metadata(struct call *c, struct str provider, struct oidc_metadata *ret_metadata,
                                bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_oidc_metadata_find, VALS(v_text(provider)), &metadata_shape, ret_metadata,
                   ret_found);
}

struct err *oidc_store_metadata_set(struct call *c, struct str provider, const struct oidc_metadata *m)
{
    return db_run(c->db, c->arena, &sql_oidc_metadata_set,
                  VALS(v_text(provider), v_text(m->issuer), v_text(m->document), v_text(m->keys), v_time(c->now_us)),
                  NULL);
}

struct err *oidc_store_begin(struct call *c, const struct oidc_attempt *attempt, struct str ticket)
{
    return db_run(c->db, c->arena, &sql_oidc_attempt_insert,
                  VALS(v_id(attempt->id), mark(c, ticket), mark(c, attempt->state), v_text(attempt->provider),
                       v_text(attempt->nonce), v_text(attempt->verifier), v_time(c->now_us),
                       v_text(account_peer(c->arena, c->peer))),
                  NULL);
}

struct err *oidc_store_attempt(struct call *c, struct str ticket, struct oidc_attempt *ret_attempt, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_oidc_attempt_find, VALS(mark(c, ticket), v_int(oldest(c))), &attempt_shape,
                   ret_attempt, ret_found);
}

struct err *oidc_store_attempt_get(struct call *c, int64_t id, struct oidc_attempt *ret_attempt, bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_oidc_attempt_get, VALS(v_id(id)), &attempt_shape, ret_attempt, ret_found);
}

struct err *oidc_store_asked(struct call *c, int64_t id, struct str code, bool *ret_first)
{
    int64_t changed;
    TRY(db_run(c->db, c->arena, &sql_oidc_attempt_asked, VALS(v_id(id), v_text(code)), &changed));
    *ret_first = changed > 0;
    return NULL;
}

struct err *oidc_store_known(struct call *c, int64_t id, struct str subject)
{
    return db_run(c->db, c->arena, &sql_oidc_attempt_known, VALS(v_id(id), v_text(subject)), NULL);
}

struct err *oidc_store_failed(struct call *c, int64_t id, const struct err *problem)
{
    return db_run(c->db, c->arena, &sql_oidc_attempt_failed,
                  VALS(v_id(id), v_cstr(problem->code), v_text(problem->zh), v_text(problem->en)), NULL);
}

struct err *oidc_store_ended(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_oidc_attempt_ended, VALS(v_id(id)), NULL);
}

struct err *oidc_store_forget(struct call *c)
{
    return db_run(c->db, c->arena, &sql_oidc_attempts_forget, VALS(v_int(oldest(c))), NULL);
}

struct err *oidc_store_is_crowded(struct call *c, bool *ret_crowded)
{
    int64_t all, from_here;
    TRY(db_int(c->db, c->arena, &sql_oidc_attempt_count, VALS(v_int(oldest(c)), v_int(LIMIT_OIDC_ATTEMPTS)), &all));
    TRY(db_int(c->db, c->arena, &sql_oidc_attempt_count_of_peer,
               VALS(v_int(oldest(c)), v_int(LIMIT_OIDC_ATTEMPTS_OF_PEER), v_text(account_peer(c->arena, c->peer))),
               &from_here));
    *ret_crowded = all >= LIMIT_OIDC_ATTEMPTS || from_here >= LIMIT_OIDC_ATTEMPTS_OF_PEER;
    return NULL;
}

struct err *oidc_store_link(struct call *c, struct str provider, struct str subject, struct oidc_link *ret_link,
                            bool *ret_found)
{
    return db_find(c->db, c->arena, &sql_oidc_link_find, VALS(v_text(provider), v_text(subject)), &oidc_link_shape,
                   ret_link, ret_found);
}

struct err *oidc_store_link_get(struct call *c, int64_t id, struct oidc_link *ret_link)
{
    bool found;
    TRY(db_find(c->db, c->arena, &sql_oidc_link_get, VALS(v_id(id)), &oidc_link_shape, ret_link, &found));
    if (found) return NULL;
    FAIL(c->arena, ERR_ABSENT, "oidc.link_absent", "没有这项关联。", "There is no such link.");
}

struct err *oidc_store_links(struct call *c, int64_t account_id, struct list *ret_links)
{
    return db_list(c->db, c->arena, &sql_oidc_link_list, VALS(v_id(account_id)), &oidc_link_shape, ret_links);
}

struct err *oidc_store_link_add(struct call *c, const struct oidc_link *link, bool *ret_added)
{
    int64_t changed, by = c->who->account_id ? c->who->account_id : link->account_id;
    TRY(db_run(c->db, c->arena, &sql_oidc_link_insert,
               VALS(v_id(link->id), v_id(link->account_id), v_text(link->provider), v_text(link->subject), v_id(by),
                    v_time(c->now_us)),
               &changed));
    *ret_added = changed > 0;
    return NULL;
}

struct err *oidc_store_link_used(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_oidc_link_used, VALS(v_id(id), v_time(c->now_us)), NULL);
}

struct err *oidc_store_link_remove(struct call *c, int64_t id)
{
    return db_run(c->db, c->arena, &sql_oidc_link_delete, VALS(v_id(id)), NULL);
}

struct err *oidc_store_session_add(struct call *c, struct str session, struct str provider)
{
    return db_run(c->db, c->arena, &sql_oidc_session_insert, VALS(v_blob(session), v_text(provider)), NULL);
}

struct err *oidc_store_session_provider(struct call *c, struct str *ret_provider)
{
    return db_text(c->db, c->arena, &sql_oidc_session_provider, VALS(v_blob(c->who->session)), ret_provider);
}
