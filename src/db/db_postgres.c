/* db/db_postgres.c: the driver for PostgreSQL.
 *
 * Values travel in binary both ways wherever the type of the parameter or column is one of the few that the schema has;
 * only odd ones go as text. Rows wanted a few at a time come through a cursor.
 */
#include "core/arena.h"
#include "core/buf.h"
#include "core/err.h"
#include "core/limits.h"
#include "db/db_private.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FETCH_ROWS = 500, NAME_BYTES = 16, NUMBER_BYTES = 32, DOOMED_MAX_BYTES = 1 << 20 };

/* Type numbers, fixed in the server's catalogue (pg_type.dat). */
enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_VARCHAR = 1043,
    TYPE_NUMERIC = 1700,
};

/* Room for the parameters of one call, kept from call to call. */
struct params {
    size_t cap;
    const char **values;
    int *lengths, *formats;
    char (*numbers)[NUMBER_BYTES];
};

struct postgres_db {
    struct db base;
    PGconn *conn;
    struct params params;
    struct buf doomed; /* DEALLOCATE for each released statement: sent before the next is prepared */
    unsigned names;    /* given to statements and cursors so far */
};

struct postgres_statement {
    struct statement base;
    char name[NAME_BYTES];
    Oid *types;          /* [params] */
    PGresult *described; /* its columns */
    PGresult *rows;      /* those at hand */
    int row, row_count;
    char cursor[NAME_BYTES]; /* empty: all rows are at hand */
};

static struct postgres_db *postgres_of(struct db *db) { return (struct postgres_db *)db; }
static struct postgres_statement *statement_of(struct statement *st) { return (struct postgres_statement *)st; }

static void *grown(void *p, size_t bytes)
{
    p = realloc(p, bytes);
    if (!p) abort();
    return p;
}

/* ---- errors ---- */

static struct err *lost(struct arena *a)
{
    return ERR(a, ERR_BUSY, "db.lost", "与数据库的连接中断，请稍后重试。",
               "The connection to the database was lost: try again in a moment.");
}

static bool state_is(const char *state, const char *list) { return strlen(state) == 5 && strstr(list, state); }

static struct err *error_of_state(struct arena *a, const char *name, const char *state, const PGresult *r)
{
    const char *constraint = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
    const char *detail = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    if (!detail) detail = PQresultErrorMessage(r);
    if (state_is(state, "23505")) return db_err_unique(a, constraint ? constraint : detail);
    if (state_is(state, "23503 23001")) return db_err_reference(a, constraint ? constraint : detail);
    if (state_is(state, "40001 40P01 55P03 53300")) return db_err_busy(a, detail);
    if (state_is(state, "53100")) return db_err_full(a, detail);
    if (state_is(state, "25006")) return db_err_read_only(a, name);
    if (state_is(state, "TK001")) return db_err_append_only(a);
    return db_err_broken(a, name, detail);
}

/* NULL when the result is a good one. */
static struct err *check(struct db *db, struct arena *a, const char *name, const PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return NULL;
    if (PQstatus(postgres_of(db)->conn) == CONNECTION_BAD) return lost(a);
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    return error_of_state(a, name, state ? state : "", r);
}

/* Runs text without parameters or rows. */
static struct err *execute(struct db *db, struct arena *a, const char *name, const char *text)
{
    PGresult *r = PQexec(postgres_of(db)->conn, text);
    struct err *e = check(db, a, name, r);
    PQclear(r);
    return e;
}

/* ---- statements ---- */

static void release_statement(struct db *db, struct statement *base)
{
    struct postgres_statement *st = statement_of(base);
    if (st->name[0]) buf_printf(&postgres_of(db)->doomed, "DEALLOCATE %s;", st->name);
    PQclear(st->described);
    free(st->types);
    free(st);
}

static struct err *deallocate_doomed(struct db *db, struct arena *a)
{
    struct buf *doomed = &postgres_of(db)->doomed;
    if (!doomed->n || PQtransactionStatus(postgres_of(db)->conn) == PQTRANS_INERROR) return NULL;
    buf_char(doomed, '\0');
    struct err *e = execute(db, a, "deallocate", doomed->p);
    buf_clear(doomed);
    return e;
}

static bool is_known(Oid type)
{
    static const Oid known[] = {TYPE_INT8,    TYPE_TEXT, TYPE_FLOAT8, TYPE_BYTEA,   TYPE_BOOL, TYPE_INT4,
                                TYPE_NUMERIC, TYPE_INT2, TYPE_FLOAT4, TYPE_VARCHAR, TYPE_NAME};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (type == known[i]) return true;
    return false;
}

static struct err *check_columns(struct arena *a, struct postgres_statement *st, const char *name)
{
    for (int i = 0; i < PQnfields(st->described); i++)
        if (!is_known(PQftype(st->described, i)))
            return db_err_broken(a, name,
                                 str_printf(a, "column %s: cast it to BIGINT, DOUBLE PRECISION, TEXT or BYTEA",
                                            PQfname(st->described, i))
                                     .p);
    return NULL;
}

/* Asks the server for the types of parameters and columns. */
static struct err *describe(struct db *db, struct arena *a, struct postgres_statement *st, const char *name)
{
    PQclear(st->described);
    st->described = PQdescribePrepared(postgres_of(db)->conn, st->name);
    TRY(check(db, a, name, st->described));
    st->base.params = (size_t)PQnparams(st->described);
    st->base.columns = (size_t)PQnfields(st->described);
    st->types = grown(st->types, (st->base.params + 1) * sizeof *st->types);
    for (size_t i = 0; i < st->base.params; i++) st->types[i] = PQparamtype(st->described, (int)i);
    return check_columns(a, st, name);
}

/* In `$1 = 0 OR id = $1` the server takes $1 for an INTEGER, too narrow for an id: all our integers are BIGINT. */
static bool widen(struct postgres_statement *st)
{
    bool widened = false;
    for (size_t i = 0; i < st->base.params; i++) {
        if (st->types[i] != TYPE_INT4 && st->types[i] != TYPE_INT2) continue;
        st->types[i] = TYPE_INT8;
        widened = true;
    }
    return widened;
}

static struct err *prepare_named(struct db *db, struct arena *a, const struct sql *sql, struct postgres_statement *st)
{
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "t%u", ++postgres_of(db)->names);
    PGresult *r = PQprepare(postgres_of(db)->conn, name, sql->text, (int)st->base.params, st->types);
    struct err *e = check(db, a, sql->name, r);
    PQclear(r);
    if (!e) memcpy(st->name, name, sizeof name);
    return e ? e : describe(db, a, st, sql->name);
}

static struct err *prepare_wide(struct db *db, struct arena *a, const struct sql *sql, struct postgres_statement *st)
{
    TRY(prepare_named(db, a, sql, st));
    if (!widen(st)) return NULL;
    buf_printf(&postgres_of(db)->doomed, "DEALLOCATE %s;", st->name);
    st->name[0] = '\0';
    return prepare_named(db, a, sql, st);
}

static struct err *prepare(struct db *db, struct arena *a, const struct sql *sql, struct statement **ret_statement)
{
    TRY(deallocate_doomed(db, a));
    struct postgres_statement *st = calloc(1, sizeof *st);
    if (!st) abort();
    struct err *e = prepare_wide(db, a, sql, st);
    if (e)
        release_statement(db, &st->base);
    else
        *ret_statement = &st->base;
    return e;
}

/* ---- values out ---- */

static struct params *params_for(struct db *db, size_t n)
{
    struct params *p = &postgres_of(db)->params;
    if (n <= p->cap) return p;
    p->cap = n * 2;
    p->values = grown(p->values, p->cap * sizeof *p->values);
    p->lengths = grown(p->lengths, p->cap * sizeof *p->lengths);
    p->formats = grown(p->formats, p->cap * sizeof *p->formats);
    p->numbers = grown(p->numbers, p->cap * sizeof *p->numbers);
    return p;
}

static void put_binary(struct params *p, size_t i, const char *bytes, size_t n)
{
    p->values[i] = bytes;
    p->lengths[i] = (int)n;
    p->formats[i] = 1;
}

static void put_word(struct params *p, size_t i, uint64_t word)
{
    word = htobe64(word);
    memcpy(p->numbers[i], &word, sizeof word);
    put_binary(p, i, p->numbers[i], sizeof word);
}

static void put_real(struct params *p, size_t i, double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    put_word(p, i, word);
}

/* For a type we do not send in binary: the server reads the text. */
static void put_number_text(struct params *p, size_t i, const struct val *v)
{
    if (v->kind == VAL_INT)
        snprintf(p->numbers[i], NUMBER_BYTES, "%lld", (long long)v->i);
    else
        snprintf(p->numbers[i], NUMBER_BYTES, "%.17g", v->r);
    p->values[i] = p->numbers[i];
    p->formats[i] = 0;
}

static void put_bytes(struct arena *a, struct params *p, size_t i, Oid type, struct str s)
{
    bool raw = type == TYPE_TEXT || type == TYPE_BYTEA || type == TYPE_VARCHAR || type == TYPE_NAME;
    put_binary(p, i, s.p ? s.p : "", s.n);
    if (raw) return;
    p->values[i] = str_cstr(a, s);
    p->formats[i] = 0;
}

static void put(struct arena *a, struct params *p, size_t i, Oid type, const struct val *v)
{
    if (v->kind == VAL_NULL)
        p->values[i] = NULL, p->formats[i] = 0; /* the server reads the format of an absent value too */
    else if (v->kind == VAL_TEXT || v->kind == VAL_BLOB)
        put_bytes(a, p, i, type, v->s);
    else if (type == TYPE_FLOAT8)
        put_real(p, i, v->kind == VAL_REAL ? v->r : (double)v->i);
    else if (type == TYPE_INT8 && v->kind == VAL_INT)
        put_word(p, i, (uint64_t)v->i);
    else
        put_number_text(p, i, v);
}

static struct params *put_all(struct db *db, struct arena *a, struct postgres_statement *st, struct vals in)
{
    struct params *p = params_for(db, in.n);
    for (size_t i = 0; i < in.n; i++) put(a, p, i, st->types[i], &in.p[i]);
    return p;
}

/* ---- running ---- */

static struct err *keep_rows(struct db *db, struct arena *a, struct postgres_statement *st, PGresult *r)
{
    PQclear(st->rows);
    st->rows = r;
    st->row = -1;
    st->row_count = PQntuples(r);
    return check(db, a, st->base.sql->name, r);
}

static struct err *open_cursor(struct db *db, struct arena *a, struct postgres_statement *st, struct vals in)
{
    struct postgres_db *pg = postgres_of(db);
    struct params *p = put_all(db, a, st, in);
    snprintf(st->cursor, sizeof st->cursor, "c%u", ++pg->names);
    struct str text = str_printf(a, "DECLARE %s NO SCROLL CURSOR FOR %s", st->cursor, st->base.sql->text);
    return keep_rows(db, a, st,
                     PQexecParams(pg->conn, text.p, (int)in.n, st->types, p->values, p->lengths, p->formats, 1));
}

static struct err *fetch(struct db *db, struct arena *a, struct postgres_statement *st)
{
    char text[64];
    snprintf(text, sizeof text, "FETCH %d FROM %s", FETCH_ROWS, st->cursor);
    return keep_rows(db, a, st, PQexecParams(postgres_of(db)->conn, text, 0, NULL, NULL, NULL, NULL, 1));
}

/* The server answers COMMIT with ROLLBACK, and no error, when the transaction had failed before. */
static struct err *check_committed(struct arena *a, struct postgres_statement *st)
{
    if (strcmp(PQcmdStatus(st->rows), "ROLLBACK") != 0 || strcmp(st->base.sql->text, "COMMIT") != 0) return NULL;
    return db_err_broken(a, st->base.sql->name, "the transaction had failed");
}

static struct err *start(struct db *db, struct arena *a, struct statement *base, struct vals in, bool stream)
{
    struct postgres_statement *st = statement_of(base);
    if (stream) return open_cursor(db, a, st, in);
    struct params *p = put_all(db, a, st, in);
    PGresult *r = PQexecPrepared(postgres_of(db)->conn, st->name, (int)in.n, p->values, p->lengths, p->formats, 1);
    TRY(keep_rows(db, a, st, r));
    return check_committed(a, st);
}

static struct err *step(struct db *db, struct arena *a, struct statement *base, bool *ret_row)
{
    struct postgres_statement *st = statement_of(base);
    *ret_row = ++st->row < st->row_count;
    bool more = st->cursor[0] && (st->row_count == 0 || st->row_count == FETCH_ROWS);
    if (*ret_row || !more) return NULL;
    TRY(fetch(db, a, st));
    *ret_row = ++st->row < st->row_count;
    return NULL;
}

static int64_t changed(struct db *db, struct statement *st)
{
    PGresult *rows = statement_of(st)->rows;
    return strncmp(PQcmdStatus(rows), "SELECT", 6) == 0 ? 0 : strtoll(PQcmdTuples(rows), NULL, 10);
}

static void finish(struct db *db, struct statement *base)
{
    struct postgres_statement *st = statement_of(base);
    PGconn *conn = postgres_of(db)->conn;
    PQclear(st->rows);
    st->rows = NULL;
    if (st->cursor[0] && PQtransactionStatus(conn) == PQTRANS_INTRANS) {
        char text[32];
        snprintf(text, sizeof text, "CLOSE %s", st->cursor);
        PQclear(PQexec(conn, text));
    }
    st->cursor[0] = '\0';
}

/* ---- values in ---- */

static uint64_t word_of(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return be64toh(word);
}

static int32_t half_word_of(const char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return (int32_t)be32toh(word);
}

static int16_t short_of(const char *p) { return (int16_t)((unsigned char)p[0] << 8 | (unsigned char)p[1]); }

static double double_of(const char *p)
{
    uint64_t word = word_of(p);
    double value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static double float_of(const char *p)
{
    int32_t word = half_word_of(p);
    float value;
    memcpy(&value, &word, sizeof value);
    return (double)value;
}

/* NUMERIC, what sum() and avg() of integers give: int16 digit count, weight, sign and scale, then digits of base
 * 10,000; the first digit counts 10000^weight (src/backend/utils/adt/numeric.c). */
struct numeric {
    int n, weight;
    bool negative;
    const char *digits; /* n of int16 */
};

static bool numeric_whole(const struct numeric *x, int64_t *ret_value)
{
    int64_t value = 0;
    if (x->n > x->weight + 1 || x->weight > 4) return false;
    for (int i = 0; i <= x->weight; i++) {
        int digit = i < x->n ? short_of(x->digits + 2 * i) : 0;
        if (__builtin_mul_overflow(value, 10000, &value)) return false;
        if (__builtin_add_overflow(value, x->negative ? -digit : digit, &value)) return false;
    }
    *ret_value = value;
    return true;
}

/* Read from text, to be rounded as every other number is. Digits after the twentieth do not reach a double. */
static double numeric_real(const struct numeric *x)
{
    enum { MOST_DIGITS = 20 };
    int used = x->n < MOST_DIGITS ? x->n : MOST_DIGITS;
    char text[MOST_DIGITS * 5 + 16], *end = text + sprintf(text, x->negative ? "-0" : "0");
    for (int i = 0; i < used; i++) end += sprintf(end, "%04d", short_of(x->digits + 2 * i));
    sprintf(end, "e%d", 4 * (x->weight + 1 - used));
    return strtod(text, NULL);
}

static struct val numeric_of(const char *p)
{
    enum { NEGATIVE = 0x4000, SPECIAL = 0xc000 };
    int sign = (uint16_t)short_of(p + 4);
    struct numeric x = {short_of(p), short_of(p + 2), sign == NEGATIVE, p + 8};
    int64_t value;
    if ((sign & SPECIAL) == SPECIAL) return v_null(); /* not a number, infinite */
    return numeric_whole(&x, &value) ? v_int(value) : v_real(numeric_real(&x));
}

static struct val column(struct statement *base, size_t at)
{
    struct postgres_statement *st = statement_of(base);
    int i = (int)at;
    if (PQgetisnull(st->rows, st->row, i)) return v_null();
    const char *p = PQgetvalue(st->rows, st->row, i);
    struct str bytes = {p, (size_t)PQgetlength(st->rows, st->row, i)};
    switch (PQftype(st->rows, i)) {
    case TYPE_INT8: return v_int((int64_t)word_of(p));
    case TYPE_INT4: return v_int(half_word_of(p));
    case TYPE_INT2: return v_int(short_of(p));
    case TYPE_BOOL: return v_int(*p != 0);
    case TYPE_FLOAT8: return v_real(double_of(p));
    case TYPE_FLOAT4: return v_real(float_of(p));
    case TYPE_NUMERIC: return numeric_of(p);
    case TYPE_TEXT:
    case TYPE_VARCHAR:
    case TYPE_NAME: return v_text(bytes);
    default: return v_blob(bytes);
    }
}

static const char *column_name(struct statement *st, size_t i) { return PQfname(statement_of(st)->described, (int)i); }

/* ---- plans ---- */

static struct err *read_plan(struct db *db, struct arena *a, struct postgres_statement *st, struct buf *out)
{
    struct buf text;
    buf_init(&text, 64 << 10);
    buf_printf(&text, "EXPLAIN (COSTS OFF) EXECUTE %s", st->name);
    for (size_t i = 0; i < st->base.params; i++) buf_cstr(&text, i ? ", NULL" : " (NULL");
    if (st->base.params) buf_char(&text, ')');
    buf_char(&text, '\0');
    PGresult *r = PQexec(postgres_of(db)->conn, text.p);
    buf_done(&text);
    struct err *e = check(db, a, st->base.sql->name, r);
    for (int i = 0; !e && i < PQntuples(r); i++) {
        if (i) buf_char(out, '\n');
        buf_cstr(out, PQgetvalue(r, i, 0));
    }
    PQclear(r);
    return e;
}

static struct err *plan(struct db *db, struct arena *a, struct statement *st, struct buf *out)
{
    TRY(execute(db, a, "plan", "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off"));
    struct err *e = read_plan(db, a, statement_of(st), out);
    struct err *e_reset = execute(db, a, "plan", "RESET plan_cache_mode; RESET enable_seqscan");
    return e ? e : e_reset;
}

/* ---- connections ---- */

static struct err *script(struct db *db, struct arena *a, const char *text) { return execute(db, a, "script", text); }

static bool is_lost(struct db *db)
{
    PGconn *conn = postgres_of(db)->conn;
    return PQstatus(conn) == CONNECTION_BAD || (db->in_transaction && PQtransactionStatus(conn) == PQTRANS_IDLE);
}

/* Compiling plans pays off for queries of seconds only, and costs the short ones dear. */
static struct err *set_up(struct db *db, struct arena *a)
{
    TRY(execute(db, a, "set_up", "SET jit = off"));
    if (db->mode == DB_WRITE) return NULL;
    return execute(db, a, "set_up", "SET default_transaction_read_only = on");
}

static struct err *revive(struct db *db, struct arena *a)
{
    struct postgres_db *pg = postgres_of(db);
    buf_clear(&pg->doomed);
    PQreset(pg->conn);
    return PQstatus(pg->conn) == CONNECTION_OK ? set_up(db, a) : lost(a);
}

static void close_postgres(struct db *db)
{
    struct postgres_db *pg = postgres_of(db);
    PQfinish(pg->conn);
    buf_done(&pg->doomed);
    free(pg->params.values);
    free(pg->params.lengths);
    free(pg->params.formats);
    free(pg->params.numbers);
    free(pg);
}

/* Nothing there runs for long without its connection being looked at. */
static void interrupt(struct db *db) { (void)db; }

static const struct sql begin_read = {"db_begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
                        begin_write = {"db_begin", "BEGIN ISOLATION LEVEL REPEATABLE READ"};

static const struct db_driver driver = {
    .close = close_postgres,
    .interrupt = interrupt,
    .prepare = prepare,
    .start = start,
    .step = step,
    .changed = changed,
    .column = column,
    .column_name = column_name,
    .finish = finish,
    .release = release_statement,
    .script = script,
    .plan = plan,
    .is_lost = is_lost,
    .revive = revive,
    .begin_read = &begin_read,
    .begin_write = &begin_write,
};

static void ignore_notice(void *arg, const PGresult *notice) {}

/* What the URI says comes after ours and so overrides it. A dead server is noticed within half a minute. */
static PGconn *connect_to(const char *url)
{
    const char *names[] = {"connect_timeout",
                           "application_name",
                           "keepalives_idle",
                           "keepalives_interval",
                           "keepalives_count",
                           "tcp_user_timeout",
                           "dbname",
                           "client_encoding",
                           NULL};
    const char *values[] = {"5", "tongke", "15", "5", "3", "30000", url, "UTF8", NULL};
    PGconn *conn = PQconnectdbParams(names, values, 1);
    PQsetNoticeReceiver(conn, ignore_notice, NULL);
    return conn;
}

static struct err *check_connection(struct postgres_db *pg, struct arena *a)
{
    if (PQstatus(pg->conn) != CONNECTION_OK)
        FAIL(a, ERR_BROKEN, "db.open", "无法连接 PostgreSQL：%s请检查地址、账号和服务状态。",
             "Cannot connect to PostgreSQL: %sCheck the address, the account and that the server runs.",
             PQerrorMessage(pg->conn));
    const char *encoding = PQparameterStatus(pg->conn, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0)
        FAIL(a, ERR_BROKEN, "db.encoding", "PostgreSQL 数据库的编码是 %s，应为 UTF8。请用 ENCODING 'UTF8' 重建数据库。",
             "The encoding of the PostgreSQL database is %s: make it again with ENCODING 'UTF8'.",
             encoding ? encoding : "?");
    return set_up(&pg->base, a);
}

struct err *postgres_open(struct arena *a, struct str url, enum db_mode mode, struct db **ret_db)
{
    struct postgres_db *pg = calloc(1, sizeof *pg);
    if (!pg) abort();
    pg->base = (struct db){.driver = &driver, .kind = DB_POSTGRES, .mode = mode, .reads_only = mode == DB_READ};
    buf_init(&pg->doomed, DOOMED_MAX_BYTES);
    pg->conn = connect_to(str_cstr(a, url));
    struct err *e = check_connection(pg, a);
    if (e)
        db_close(&pg->base);
    else
        *ret_db = &pg->base;
    return e;
}
