#include "domain/search/search.h"

#include "api/module.h"
#include "search_sql.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 16 }; /* tokens of one INSERT: nearly every name has fewer */

struct found {
    int64_t ref_id;
};
static const struct shape_field found_fields[] = {F_ID(struct found, ref_id, 0, "编号", "Id")};
static const struct shape found_shape = SHAPE("Found", struct found, found_fields);

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Each token once, in order. */
static struct list tokens_of(struct arena *a, const struct search_text *texts, size_t n)
{
    struct list tokens = {0};
    for (size_t i = 0; i < n; i++) text_tokens(a, texts[i].text, texts[i].reading, &tokens);
    if (tokens.n) qsort(tokens.p, tokens.n, sizeof(struct str), by_bytes);
    size_t kept = 0;
    for (LIST_EACH(tokens, struct str, token))
        if (!kept || !str_equal(*token, *LIST_AT(tokens, struct str, kept - 1)))
            *LIST_AT(tokens, struct str, kept++) = *token;
    tokens.n = kept;
    return tokens;
}

static struct str joined(struct arena *a, const struct list *tokens)
{
    size_t bytes = 0, at = 0;
    for (LIST_EACH(*tokens, struct str, token)) bytes += token->n + 1;
    char *p = arena_bytes(a, bytes + 1);
    for (LIST_EACH(*tokens, struct str, token)) {
        p[at++] = ' ';
        memcpy(p + at, token->p, token->n);
        at += token->n;
    }
    return (struct str){p, bytes};
}

/* INSERT of n rows: $1 the kind, $2 the id, and the tokens from $3 on. */
static struct err *insert_statement(struct call *c, size_t n, const struct sql **ret_sql)
{
    struct buf text;
    buf_init(&text, 1 << 10);
    buf_cstr(&text, "INSERT INTO search_key (kind, ref_id, token) VALUES ");
    for (size_t i = 0; i < n; i++) buf_printf(&text, "%s($1, $2, $%zu)", i ? ", " : "", i + 3);
    struct err *e = db_sql(c->db, c->arena, buf_text(&text), ret_sql);
    buf_done(&text);
    return e;
}

static struct err *insert_keys(struct call *c, const char *kind, int64_t ref_id, const struct str *tokens, size_t n)
{
    struct val in[ROWS + 2] = {v_cstr(kind), v_id(ref_id)};
    const struct sql *sql;
    for (size_t i = 0; i < n; i++) in[i + 2] = v_text(tokens[i]);
    TRY(insert_statement(c, n, &sql));
    return db_run(c->db, c->arena, sql, (struct vals){in, n + 2}, NULL);
}

static struct err *forget(struct call *c, const char *kind, int64_t ref_id)
{
    struct str token, rest;
    TRY(db_text(c->db, c->arena, &sql_search_doc_find, VALS(v_cstr(kind), v_id(ref_id)), &rest));
    while (rest.n) {
        token = str_cut(rest, ' ', &rest);
        if (!token.n) continue;
        TRY(db_run(c->db, c->arena, &sql_search_key_delete, VALS(v_cstr(kind), v_text(token), v_id(ref_id)), NULL));
    }
    return db_run(c->db, c->arena, &sql_search_doc_delete, VALS(v_cstr(kind), v_id(ref_id)), NULL);
}

struct err *search_add(struct call *c, const char *kind, int64_t ref_id, const struct search_text *texts, size_t n)
{
    struct list tokens = tokens_of(c->arena, texts, n);
    if (!tokens.n) return NULL;
    for (size_t i = 0; i < tokens.n; i += ROWS)
        TRY(insert_keys(c, kind, ref_id, LIST_AT(tokens, struct str, i), tokens.n - i < ROWS ? tokens.n - i : ROWS));
    return db_run(c->db, c->arena, &sql_search_doc_insert,
                  VALS(v_cstr(kind), v_id(ref_id), v_text(joined(c->arena, &tokens))), NULL);
}

struct err *search_index(struct call *c, const char *kind, int64_t ref_id, const struct search_text *texts, size_t n)
{
    TRY(forget(c, kind, ref_id));
    return search_add(c, kind, ref_id, texts, n);
}

struct err *search_find(struct call *c, const char *kind, struct str typed, int64_t most, struct list *ret_ids)
{
    struct str token = text_query(c->arena, typed);
    *ret_ids = (struct list){0};
    if (!token.n) return NULL;
    return db_list(c->db, c->arena, &sql_search_key_find,
                   VALS(v_cstr(kind), v_text(token), v_text(text_end(c->arena, token)), v_int(most)), &found_shape,
                   ret_ids);
}

struct err *search_count(struct call *c, const char *kind, struct str token, int64_t most, int64_t *ret_count)
{
    return db_int(c->db, c->arena, &sql_search_key_count,
                  VALS(v_cstr(kind), v_text(token), v_text(text_end(c->arena, token)), v_int(most)), ret_count);
}

const struct module search_module = {
    .name = "search",
    .schema = &search_schema,
    .statements = search_statements,
    .statement_count = &search_statement_count,
};
