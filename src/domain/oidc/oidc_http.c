/* domain/oidc/oidc_http.c: shapes, handlers, routes, the module. */
#include "api/config.h"
#include "api/job.h"
#include "api/module.h"
#include "domain/account/account.h"
#include "domain/oidc/oidc_private.h"
#include "oidc_sql.h"

/* ---- shapes ---- */

struct provider_out {
    struct str name, title, title_en;
};
static const struct shape_field provider_fields[] = {
    F_TEXT(struct provider_out, name, 0, 0, 0, "代码", "Name"),
    F_TEXT(struct provider_out, title, 0, 0, 0, "名称", "Title"),
    F_TEXT(struct provider_out, title_en, 0, 0, 0, "英文名称", "Title in English"),
};
static const struct shape provider_shape = SHAPE("IdentityProvider", struct provider_out, provider_fields);

struct providers_out {
    struct list items; /* struct provider_out */
};
static const struct shape_field providers_fields[] = {
    F_LIST(struct providers_out, items, &provider_shape, 0, 0, 0, "身份提供方", "Identity providers"),
};
static const struct shape providers_shape = SHAPE("IdentityProviders", struct providers_out, providers_fields);

struct start_in {
    struct str provider;
};
static const struct shape_field start_fields[] = {
    F_TEXT(struct start_in, provider, 1, 60, SHAPE_REQUIRED, "身份提供方", "Identity provider"),
};
static const struct shape start_shape = SHAPE("OidcStart", struct start_in, start_fields);

struct started {
    struct str url, ticket;
};
static const struct shape_field started_fields[] = {
    F_TEXT(struct started, url, 0, 0, SHAPE_SECRET, "到这里去登录", "Where to sign in"),
    F_TEXT(struct started, ticket, 0, 0, SHAPE_SECRET, "本次登录的凭据，由本浏览器保存",
           "Ticket of this sign-in, kept by the browser"),
};
static const struct shape started_shape = SHAPE("OidcStarted", struct started, started_fields);

static const struct shape_field answer_fields[] = {
    F_TEXT(struct oidc_answer, ticket, 1, 100, SHAPE_REQUIRED | SHAPE_SECRET, "凭据", "Ticket"),
    F_TEXT(struct oidc_answer, state, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "提供方带回的 state",
           "State brought back"),
    F_TEXT(struct oidc_answer, code, 0, 4000, SHAPE_SECRET, "授权码", "Authorization code"),
    F_TEXT(struct oidc_answer, error, 0, 200, 0, "提供方的错误代码", "Error of the provider"),
    F_TEXT(struct oidc_answer, iss, 0, 500, 0, "答复自称的提供方", "Whose answer it says to be"),
};
static const struct shape answer_shape = SHAPE("OidcAnswer", struct oidc_answer, answer_fields);

struct enter_in {
    struct str ticket, code, login, password;
};
static const struct shape_field enter_fields[] = {
    F_TEXT(struct enter_in, ticket, 1, 100, SHAPE_REQUIRED | SHAPE_SECRET, "凭据", "Ticket"),
    F_TEXT(struct enter_in, code, 0, 40, SHAPE_SECRET, "二次验证码或恢复码",
           "Code of the second factor, or a recovery code"),
};
static const struct shape enter_shape = SHAPE("OidcEnter", struct enter_in, enter_fields);
static const struct shape_field link_in_fields[] = {
    F_TEXT(struct enter_in, ticket, 1, 100, SHAPE_REQUIRED | SHAPE_SECRET, "凭据", "Ticket"),
    F_TEXT(struct enter_in, login, 1, 100, SHAPE_REQUIRED, "登录名", "Login"),
    F_TEXT(struct enter_in, password, 1, 200, SHAPE_REQUIRED | SHAPE_SECRET, "密码", "Password"),
    F_TEXT(struct enter_in, code, 0, 40, SHAPE_SECRET, "二次验证码或恢复码",
           "Code of the second factor, or a recovery code"),
};
static const struct shape link_in_shape = SHAPE("OidcLink", struct enter_in, link_in_fields);

enum step { STEP_ABSENT, STEP_WAIT, STEP_LINK, STEP_ENTERED };
static const char *const step_names[] = {"", "wait", "link", "entered", NULL};
struct progress {
    int step; /* enum step */
};
static const struct shape_field progress_fields[] = {
    F_ENUM(struct progress, step, step_names, 0, "下一步：等待、用本系统密码关联账号、已登录",
           "What next: wait, link an account with its password, or done"),
};
static const struct shape progress_shape = SHAPE("OidcProgress", struct progress, progress_fields);

struct links_out {
    struct list items; /* struct oidc_link */
};
static const struct shape_field links_fields[] = {
    F_LIST(struct links_out, items, &oidc_link_shape, 0, 0, 0, "关联", "Links"),
};
static const struct shape links_shape = SHAPE("Identities", struct links_out, links_fields);

struct sign_out_out {
    struct str url;
};
static const struct shape_field sign_out_fields[] = {
    F_TEXT(struct sign_out_out, url, 0, 0, 0, "退出后再到这里退出身份提供方；空为不必",
           "Where to go afterwards to sign out of the provider; empty: nowhere"),
};
static const struct shape sign_out_shape = SHAPE("SignOut", struct sign_out_out, sign_out_fields);

/* ---- signing in ---- */

static struct err *get_providers(struct call *c)
{
    struct providers_out *out = c->out;
    for (LIST_EACH(c->config->oidc, struct oidc_provider, provider))
        *list_add(c->arena, &out->items, struct provider_out) =
            (struct provider_out){provider->name, provider->title, provider->title_en};
    return NULL;
}

static struct err *post_start(struct call *c)
{
    const struct start_in *in = c->in;
    struct started *out = c->out;
    return oidc_start(c, in->provider, &out->url, &out->ticket);
}

static struct err *post_answer(struct call *c)
{
    struct progress *out = c->out;
    out->step = STEP_WAIT;
    return oidc_take_answer(c, c->in);
}

static struct err *enter(struct call *c, const struct oidc_attempt *attempt, const struct oidc_link *link,
                         struct str code)
{
    struct progress *out = c->out;
    out->step = STEP_ENTERED;
    return oidc_enter(c, attempt, link, code);
}

static struct err *post_session(struct call *c)
{
    const struct enter_in *in = c->in;
    struct progress *out = c->out;
    struct oidc_attempt attempt;
    struct oidc_link link;
    bool found;
    TRY(oidc_attempt_of(c, in->ticket, &attempt));
    out->step = STEP_WAIT;
    if (attempt.stage != OIDC_KNOWN) return NULL;
    TRY(oidc_store_link(c, attempt.provider, attempt.subject, &link, &found));
    out->step = STEP_LINK;
    return found ? enter(c, &attempt, &link, in->code) : NULL;
}

static struct err *prepare_link(struct call *c)
{
    const struct enter_in *in = c->in;
    return account_try(c, in->login, in->password, (struct account_attempt **)&c->prepared);
}

/* The link is made only together with the session: a second factor that is missing leaves everything as it was. */
static struct err *post_link(struct call *c)
{
    const struct enter_in *in = c->in;
    struct oidc_attempt attempt;
    struct oidc_link link = {0};
    struct str session = {0};
    TRY(oidc_attempt_of(c, in->ticket, &attempt));
    if (attempt.stage != OIDC_KNOWN)
        FAIL(c->arena, ERR_CONFLICT, "oidc.too_early", "身份提供方还没有答复，请稍候。",
             "The identity provider has not answered yet: wait a moment.");
    TRY(account_tried(c, c->prepared, &link.account_id));
    if (!link.account_id) return NULL;
    TRY(account_enter(c, link.account_id, in->code, false, &session));
    if (!session.n) return NULL;
    TRY(oidc_link_new(c, link.account_id, attempt.provider, attempt.subject, &link.id));
    TRY(oidc_store_session_add(c, session, attempt.provider));
    TRY(oidc_store_link_used(c, link.id));
    ((struct progress *)c->out)->step = STEP_ENTERED;
    return oidc_store_ended(c, attempt.id);
}

static struct err *get_sign_out(struct call *c)
{
    struct sign_out_out *out = c->out;
    struct oidc_metadata metadata;
    struct token_provider about;
    struct str name, back = str_printf(c->arena, "%.*s/sign-in", STR_ARG(c->config->public_url));
    bool found;
    TRY(oidc_store_session_provider(c, &name));
    const struct oidc_provider *provider = name.n ? oidc_provider_find(c, name) : NULL;
    if (!provider) return NULL;
    TRY(oidc_store_metadata(c, name, &metadata, &found));
    if (found && token_read_provider(c->arena, metadata.document, &about))
        out->url = oidc_sign_out_url(c->arena, provider, &about, back);
    return NULL;
}

/* ---- links ---- */

static struct err *get_own_links(struct call *c)
{
    return oidc_store_links(c, c->who->account_id, &((struct links_out *)c->out)->items);
}

static struct err *delete_own_link(struct call *c)
{
    struct oidc_link link;
    TRY(oidc_store_link_get(c, c->path[0], &link));
    if (link.account_id != c->who->account_id)
        FAIL(c->arena, ERR_ABSENT, "oidc.link_absent", "没有这项关联。", "There is no such link.");
    return oidc_store_link_remove(c, link.id);
}

static struct err *get_links(struct call *c)
{
    struct account account;
    TRY(account_may(c, PERM_ACCOUNT_READ, c->path[0], false, &account));
    return oidc_store_links(c, account.id, &((struct links_out *)c->out)->items);
}

static struct err *post_account_link(struct call *c)
{
    const struct oidc_link *in = c->in;
    struct account account;
    int64_t id;
    TRY(account_may(c, PERM_ACCOUNT_EDIT, c->path[0], true, &account));
    TRY(oidc_link_new(c, account.id, in->provider, str_trim(in->subject), &id));
    return oidc_store_link_get(c, id, c->out);
}

static struct err *delete_link(struct call *c)
{
    struct oidc_link link;
    struct account account;
    TRY(oidc_store_link_get(c, c->path[0], &link));
    TRY(account_may(c, PERM_ACCOUNT_EDIT, link.account_id, true, &account));
    return oidc_store_link_remove(c, link.id);
}

/* ---- the module ---- */

static const struct route routes[] = {
    {GET, "/oidc/providers", TX_NONE, PERM_PUBLIC, 0, NULL, &providers_shape, NULL, "可用来登录的身份提供方",
     "Identity providers that may be used to sign in", get_providers},
    {POST, "/oidc/start", TX_WRITE, PERM_PUBLIC, ROUTE_SECRET_REPLY | ROUTE_NO_AUDIT, &start_shape, &started_shape,
     NULL, "开始用身份提供方登录", "Begins to sign in at an identity provider", post_start},
    {POST, "/oidc/answer", TX_WRITE, PERM_PUBLIC, ROUTE_SECRET_REPLY | ROUTE_NO_AUDIT, &answer_shape, &progress_shape,
     NULL, "从身份提供方回来", "Back from the identity provider", post_answer},
    {POST, "/oidc/session", TX_WRITE, PERM_PUBLIC, ROUTE_SECRET_REPLY, &enter_shape, &progress_shape, NULL,
     "用身份提供方的答复登录；要等待时再问一次",
     "Signs in with the provider's answer; to be asked again while it says wait", post_session},
    {POST, "/oidc/link", TX_WRITE, PERM_PUBLIC, ROUTE_SECRET_REPLY, &link_in_shape, &progress_shape, NULL,
     "首次登录：用本系统的密码把账号与提供方的用户关联",
     "The first time: links an account, by its password, and signs in", post_link, prepare_link},
    {GET, "/session/sign-out", TX_READ, PERM_SELF, 0, NULL, &sign_out_shape, NULL, "退出登录后还要去哪里",
     "Where to go after signing out", get_sign_out},
    {GET, "/session/identities", TX_READ, PERM_SELF, 0, NULL, &links_shape, NULL, "自己的登录方式",
     "One's own links with identity providers", get_own_links},
    {DELETE, "/session/identities/{identity_id}", TX_WRITE, PERM_SELF, 0, NULL, NULL, NULL, "解除自己的关联",
     "Removes one's own link", delete_own_link},
    {GET, "/accounts/{account_id}/identities", TX_READ, PERM_ACCOUNT_READ, 0, NULL, &links_shape, NULL,
     "账号与身份提供方的关联", "Links of an account with identity providers", get_links},
    {POST, "/accounts/{account_id}/identities", TX_WRITE, PERM_ACCOUNT_EDIT, 0, &oidc_link_shape, &oidc_link_shape,
     NULL, "把账号与身份提供方的用户关联", "Links an account with a user of an identity provider", post_account_link},
    {DELETE, "/identities/{identity_id}", TX_WRITE, PERM_ACCOUNT_EDIT, 0, NULL, NULL, NULL, "解除账号的关联",
     "Removes a link of an account", delete_link},
};

static const struct job_kind jobs[] = {
    {OIDC_EXCHANGE, 0, oidc_exchange_run, .quick = true},
    {OIDC_REFRESH, 0, oidc_refresh_run, .quick = true},
    {"oidc.look", OIDC_LOOK_S, oidc_look_run},
};

const struct module oidc_module = {.name = "oidc",
                                   .schema = &oidc_schema,
                                   .statements = oidc_statements,
                                   .statement_count = &oidc_statement_count,
                                   .routes = routes,
                                   .route_count = sizeof routes / sizeof *routes,
                                   .jobs = jobs,
                                   .job_count = sizeof jobs / sizeof *jobs};
