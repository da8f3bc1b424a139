/* api/static.c: what is served beside the API: the web build and lesson media; /healthz and /metrics are in metrics.c.
 */
#include "api/api_private.h"
#include "api/problem.h"
#include "api/range.h"
#include "os/clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECURITY_POLICY                                                                                                \
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "       \
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action "      \
    "'self'"

static int compare_asset(const void *key, const void *asset)
{
    return strcmp(key, ((const struct asset *)asset)->path);
}

static const struct asset *find_asset(const struct api *api, const char *path)
{
    return bsearch(path, api->setup.assets, api->setup.asset_count, sizeof(struct asset), compare_asset);
}

/* A path without a dot in its last part is a page of the web program, which finds its own way. */
static bool is_page(struct str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
        if (path.p[i - 1] == '.') return false;
    return true;
}

/* "q=0", "q=0.0", "q=0.000" */
static bool is_zero(struct str weight)
{
    if (!str_starts(weight, STR("q=0"))) return false;
    for (size_t i = 3; i < weight.n; i++)
        if (weight.p[i] != '.' && weight.p[i] != '0') return false;
    return true;
}

/* "gzip;q=0" means: anything but gzip. */
static bool takes_gzip(const struct http_request *request)
{
    struct str rest = http_header(request, "Accept-Encoding");
    while (rest.n) {
        struct str weight, coding = str_trim(str_cut(str_cut(rest, ',', &rest), ';', &weight));
        if (str_is(coding, "gzip")) return !is_zero(str_trim(weight));
    }
    return false;
}

static void reply_asset(struct api *api, struct http_request *request, const struct asset *asset)
{
    bool gzip = asset->gzip.n && takes_gzip(request);
    struct str etag = str_of(gzip ? asset->etag_gzip : asset->etag);
    bool unchanged = api_etag_known(request, etag);
    struct http_header headers[] = {
        {STR("Content-Type"), str_of(asset->type)},
        {STR("ETag"), etag},
        {STR("Cache-Control"), asset->immutable ? STR("public, max-age=31536000, immutable") : STR("no-cache")},
        {STR("Vary"), STR("Accept-Encoding")},
        {STR("X-Content-Type-Options"), STR("nosniff")},
        {STR("Referrer-Policy"), STR("same-origin")},
        {STR("Content-Security-Policy"), STR(SECURITY_POLICY)},
        {STR("Content-Encoding"), STR("gzip")},
    };
    struct http_reply reply = {
        .status = unchanged ? 304 : 200, .headers = headers, .header_count = gzip ? 8 : 7, .body_is_static = true};
    if (!unchanged) reply.body = gzip ? asset->gzip : asset->plain;
    api_count_reply(api, request, reply.status);
    http_reply(request, &reply);
}

void static_reply_text(struct api *api, struct http_request *request, int status, const char *type, struct str body)
{
    struct http_header headers[] = {{STR("Content-Type"), str_of(type)}, {STR("Cache-Control"), STR("no-store")}};
    struct http_reply reply = {.status = status, .headers = headers, .header_count = 2, .body = body};
    api_count_reply(api, request, status);
    http_reply(request, &reply);
}

static void refuse_absent(struct api *api, struct http_request *request)
{
    api_refuse(api, request,
               ERR(request->arena, ERR_ABSENT, "http.no_page", "没有这个页面。", "There is no such page."),
               api_lang(request));
}

/* ---- media of a lesson: /media/live/SESSION/FILE ---- */

struct media_request {
    struct db_job job;
    struct api *api;
    struct http_request *request;
    int64_t session_id;
    struct str file;
    struct effects effects;
};

static const char *media_type(struct str file)
{
    if (str_ends(file, STR(".m3u8"))) return "application/vnd.apple.mpegurl";
    if (str_ends(file, STR(".ts"))) return "video/mp2t";
    if (str_ends(file, STR(".mp4")) || str_ends(file, STR(".m4s"))) return "video/mp4";
    return NULL;
}

/* Letters, digits, dash, underscore and dots that are not the first: never a way out of the folder. */
static bool is_plain_name(struct str file)
{
    for (size_t i = 0; i < file.n; i++) {
        char c = file.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!word && !(c == '.' && i > 0)) return false;
    }
    return file.n > 0 && file.n < 100;
}

static bool read_media_path(struct str path, struct media_request *m)
{
    static const struct str prefix = {"/media/live/", 12};
    if (!str_starts(path, prefix)) return false;
    struct str session = str_cut((struct str){path.p + prefix.n, path.n - prefix.n}, '/', &m->file);
    return str_int64(session, &m->session_id) && m->session_id > 0 && is_plain_name(m->file) && media_type(m->file);
}

static int open_media(const struct media_request *m, struct stat *ret_st)
{
    struct str path = str_printf(m->request->arena, "%.*s/media/live/%lld/%.*s",
                                 STR_ARG(m->api->setup.config->data_dir), (long long)m->session_id, STR_ARG(m->file));
    int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || (fstat(fd, ret_st) == 0 && S_ISREG(ret_st->st_mode))) return fd;
    close(fd);
    return -1;
}

/* A list is put in place of the one before, a segment is written once: another content is another file or time. */
static struct str media_etag(struct arena *a, const struct stat *st)
{
    return str_printf(a, "\"%llx-%llx-%llx.%lx\"", (unsigned long long)st->st_ino, (unsigned long long)st->st_size,
                      (unsigned long long)st->st_mtim.tv_sec, (unsigned long)st->st_mtim.tv_nsec);
}

static void send_file(struct media_request *m, int fd, const struct stat *st)
{
    struct http_request *request = m->request;
    struct arena *a = request->arena;
    struct str etag = media_etag(a, st), range = http_header(request, "Range");
    int64_t from, bytes;
    if (request->method != HTTP_GET_) range = (struct str){0};
    bool unchanged = api_etag_known(request, etag);
    enum range_kind part = range_of(range, http_header(request, "If-Range"), etag, st->st_size, &from, &bytes);
    struct http_header headers[] = {
        {STR("Content-Type"), str_of(media_type(m->file))},
        {STR("Cache-Control"),
         str_ends(m->file, STR(".m3u8")) ? STR("no-cache") : STR("private, max-age=3600, immutable")},
        {STR("ETag"), etag},
        {STR("Accept-Ranges"), STR("bytes")},
        {STR("Content-Range"), part == RANGE_BEYOND
                                   ? str_printf(a, "bytes */%lld", (long long)st->st_size)
                                   : str_printf(a, "bytes %lld-%lld/%lld", (long long)from,
                                                (long long)(from + bytes - 1), (long long)st->st_size)},
    };
    struct http_reply reply = {.headers = headers, .header_count = part == RANGE_WHOLE || unchanged ? 4 : 5};
    reply.status = unchanged ? 304 : part == RANGE_BEYOND ? 416 : part == RANGE_PART ? 206 : 200;
    if (unchanged || part == RANGE_BEYOND || !bytes) {
        close(fd);
    } else {
        reply.file_fd = fd;
        reply.file_offset = from;
        reply.file_bytes = bytes;
    }
    api_count_reply(m->api, request, reply.status);
    http_reply(request, &reply);
}

static void send_media(struct media_request *m)
{
    struct stat st;
    int fd = open_media(m, &st);
    if (fd >= 0)
        send_file(m, fd, &st);
    else
        refuse_absent(m->api, m->request);
}

static struct err *media_run(struct db *db, struct arena *a, void *arg)
{
    struct media_request *m = arg;
    struct call c = api_call(m->api, a, db, &m->effects);
    struct who who;
    TRY(api_identify(m->api, &c, m->request, &who));
    if (!who.account_id) FAIL(a, ERR_UNKNOWN, "http.sign_in", "请先登录。", "Please sign in first.");
    c.who = &who;
    return m->api->setup.media_may(&c, m->session_id);
}

static void media_done(struct err *e, void *arg)
{
    struct media_request *m = arg;
    struct arena *a = m->job.arena;
    if (e)
        api_refuse(m->api, m->request, e, api_lang(m->request));
    else
        send_media(m);
    arena_close(a);
}

static void media_inline(struct media_request *m, struct loop_reader *reader)
{
    struct err *e = db_begin(reader->db, reader->arena);
    if (!e) {
        e = media_run(reader->db, reader->arena, m);
        db_rollback(reader->db);
    }
    media_done(e, m);
    arena_reset(reader->arena);
}

static void media_request(struct api *api, struct http_request *request)
{
    struct media_request *m = arena_new(request->arena, struct media_request);
    *m = (struct media_request){.api = api, .request = request};
    if (!api->setup.media_may || !read_media_path(request->path, m)) {
        refuse_absent(api, request);
        return;
    }
    if (api->kind == DB_SQLITE) {
        media_inline(m, &api->readers[request->loop]);
        return;
    }
    m->job = (struct db_job){
        .run = media_run, .done = media_done, .arg = m, .mode = DB_READ, .arena = arena_open(LIMIT_CALL_ARENA_BYTES)};
    if (!api_submit(api, &m->job, TX_READ))
        media_done(ERR(request->arena, ERR_BUSY, "api.busy", "系统繁忙，请稍后再试。",
                       "The server is busy. Please try again in a moment."),
                   m);
}

void static_request(struct api *api, struct http_request *request)
{
    struct str path = request->path;
    if (str_is(path, "*")) { /* only OPTIONS has it: about the server as a whole */
        api_answer_verbs(api, request, 1u << GET | 1u << POST | 1u << PUT | 1u << DELETE);
    } else if (request->method != HTTP_GET_ && request->method != HTTP_HEAD_) {
        refuse_absent(api, request);
    } else if (str_is(path, "/healthz")) {
        reply_health(api, request);
    } else if (str_is(path, "/metrics")) {
        reply_metrics(api, request);
    } else if (str_starts(path, STR("/media/"))) {
        media_request(api, request);
    } else {
        const struct asset *asset =
            find_asset(api, str_cstr(request->arena, is_page(path) ? STR("/index.html") : path));
        if (asset)
            reply_asset(api, request, asset);
        else
            refuse_absent(api, request);
    }
}
