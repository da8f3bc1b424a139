#include "api/describe.h"

#include "api/query.h"

#include <stdlib.h>
#include <string.h>

static const char *const verb_lower[] = {"get", "post", "put", "delete"};
static const char *const verb_upper[] = {"GET", "POST", "PUT", "DELETE"};

/* ---- the shapes in use, each once, those inside others before them ---- */

enum { SHAPES_MAX = 512 };

struct shape_set {
    const struct shape *shapes[SHAPES_MAX];
    bool in[SHAPES_MAX]; /* also used as input: required means required */
    size_t n;
};

static void add_shape(struct shape_set *set, const struct shape *shape)
{
    if (!shape) return;
    for (size_t i = 0; i < set->n; i++)
        if (strcmp(set->shapes[i]->name, shape->name) == 0) return;
    if (set->n == SHAPES_MAX) abort();
    set->shapes[set->n++] = shape;
    for (size_t i = 0; i < shape->n; i++) add_shape(set, shape->fields[i].sub);
}

static void collect(struct shape_set *set, const struct module *const *modules, size_t n)
{
    *set = (struct shape_set){0};
    for (size_t m = 0; m < n; m++) {
        for (size_t i = 0; i < modules[m]->route_count; i++) {
            add_shape(set, modules[m]->routes[i].in);
            add_shape(set, modules[m]->routes[i].out);
        }
        for (size_t c = 0; c < modules[m]->channel_count; c++)
            for (size_t i = 0; i < modules[m]->channels[c].message_count; i++) {
                add_shape(set, modules[m]->channels[c].messages[i].in);
                add_shape(set, modules[m]->channels[c].messages[i].out);
            }
    }
}

/* ---- OpenAPI ---- */

static void put_ref(struct buf *out, const struct shape *shape)
{
    buf_printf(out, "{\"$ref\":\"#/components/schemas/%s\"}", shape->name);
}

static void put_names(struct buf *out, const char *const *names)
{
    buf_cstr(out, "{\"type\":[\"string\",\"null\"],\"enum\":[");
    for (size_t i = 1; names[i]; i++) buf_json_text(out, str_of(names[i])), buf_char(out, ',');
    buf_cstr(out, "null]");
}

static void put_bounds(struct buf *out, const struct shape_field *f)
{
    const char *least = f->kind == SHAPE_TEXT                            ? "minLength"
                        : f->kind == SHAPE_INT || f->kind == SHAPE_HOURS ? "minimum"
                                                                         : "minItems";
    const char *most = f->kind == SHAPE_TEXT                            ? "maxLength"
                       : f->kind == SHAPE_INT || f->kind == SHAPE_HOURS ? "maximum"
                                                                        : "maxItems";
    int64_t unit = f->kind == SHAPE_HOURS ? 100 : 1;
    if (!f->min && !f->max) return;
    buf_printf(out, ",\"%s\":%lld,\"%s\":%lld", least, (long long)(f->min / unit), most, (long long)(f->max / unit));
}

static void put_type(struct buf *out, const struct shape_field *f)
{
    switch (f->kind) {
    case SHAPE_ID: buf_cstr(out, "{\"type\":[\"string\",\"null\"],\"pattern\":\"^[0-9]+$\""); break;
    case SHAPE_INT: buf_cstr(out, "{\"type\":\"integer\""); break;
    case SHAPE_BOOL: buf_cstr(out, "{\"type\":\"boolean\""); break;
    case SHAPE_REAL:
    case SHAPE_HOURS: buf_cstr(out, "{\"type\":\"number\""); break;
    case SHAPE_TEXT: buf_cstr(out, "{\"type\":[\"string\",\"null\"]"); break;
    case SHAPE_TIME: buf_cstr(out, "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\""); break;
    case SHAPE_DATE: buf_cstr(out, "{\"type\":[\"string\",\"null\"],\"format\":\"date\""); break;
    case SHAPE_ENUM: put_names(out, f->names); break;
    case SHAPE_OBJECT: buf_printf(out, "{\"allOf\":[{\"$ref\":\"#/components/schemas/%s\"}]", f->sub->name); break;
    case SHAPE_LIST:
        buf_cstr(out, "{\"type\":\"array\",\"items\":");
        put_ref(out, f->sub);
        break;
    case SHAPE_IDS:
    case SHAPE_TEXTS: buf_cstr(out, "{\"type\":\"array\",\"items\":{\"type\":\"string\"}"); break;
    case SHAPE_RAW:
        buf_cstr(out, "{");
        buf_cstr(out, "\"x-json\":true");
        break;
    }
    put_bounds(out, f);
    if (f->flags & SHAPE_READ_ONLY) buf_cstr(out, ",\"readOnly\":true");
    buf_cstr(out, ",\"description\":");
    struct buf both;
    buf_init(&both, 1 << 10);
    buf_printf(&both, "%s / %s", f->zh, f->en);
    buf_json_text(out, buf_text(&both));
    buf_done(&both);
    buf_char(out, '}');
}

static void put_schema(struct buf *out, const struct shape *shape)
{
    bool first = true;
    buf_printf(out, "\"%s\":{\"type\":\"object\",\"properties\":{", shape->name);
    for (size_t i = 0; i < shape->n; i++) {
        if (i) buf_char(out, ',');
        buf_printf(out, "\"%s\":", shape->fields[i].name);
        put_type(out, &shape->fields[i]);
    }
    buf_char(out, '}');
    for (size_t i = 0; i < shape->n; i++) {
        if (!(shape->fields[i].flags & SHAPE_REQUIRED)) continue;
        buf_cstr(out, first ? ",\"required\":[" : ",");
        buf_printf(out, "\"%s\"", shape->fields[i].name);
        first = false;
    }
    buf_cstr(out, first ? "}" : "]}");
}

static void put_path_params(struct buf *out, const char *path, bool *first)
{
    for (const char *open = strchr(path, '{'); open; open = strchr(open + 1, '{')) {
        const char *close = strchr(open, '}');
        if (!*first) buf_char(out, ',');
        *first = false;
        buf_printf(out,
                   "{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\",\"pattern\":"
                   "\"^[0-9]+$\"}}",
                   (int)(close - open - 1), open + 1);
    }
}

static void begin_param(struct buf *out, const char *name, const char *in, bool required, bool *first)
{
    if (!*first) buf_char(out, ',');
    *first = false;
    buf_printf(out, "{\"name\":\"%s\",\"in\":\"%s\",\"required\":%s,\"schema\":", name, in,
               required ? "true" : "false");
}

static void end_param(struct buf *out, const char *text)
{
    buf_cstr(out, ",\"description\":");
    buf_json_text(out, str_of(text));
    buf_char(out, '}');
}

static void put_header(struct buf *out, const char *name, const char *text, bool required, bool *first)
{
    begin_param(out, name, "header", required, first);
    buf_cstr(out, "{\"type\":\"string\"}");
    end_param(out, text);
}

static void put_sorts(struct buf *out, const struct page_spec *page)
{
    buf_cstr(out, "{\"type\":\"string\",\"enum\":[");
    for (size_t i = 0; i < page->sort_count; i++)
        buf_printf(out, "%s\"%s\",\"-%s\"", i ? "," : "", page->sorts[i].name, page->sorts[i].name);
    buf_cstr(out, "]}");
}

static void put_query_type(struct buf *out, const struct page_spec *page, const struct route_param *p)
{
    if (page && strcmp(p->name, "sort") == 0) {
        put_sorts(out, page);
    } else if (strcmp(p->name, "limit") == 0) {
        buf_printf(out, "{\"type\":\"integer\",\"minimum\":1,\"maximum\":%d,\"default\":%d}", LIMIT_PAGE_ROWS,
                   LIMIT_PAGE_ROWS_DEFAULT);
    } else {
        switch (p->kind) {
        case SHAPE_INT: buf_cstr(out, "{\"type\":\"integer\"}"); break;
        case SHAPE_BOOL: buf_cstr(out, "{\"type\":\"boolean\"}"); break;
        case SHAPE_ID: buf_cstr(out, "{\"type\":\"string\",\"pattern\":\"^[0-9]+$\"}"); break;
        case SHAPE_DATE: buf_cstr(out, "{\"type\":\"string\",\"format\":\"date\"}"); break;
        case SHAPE_TIME: buf_cstr(out, "{\"type\":\"string\",\"format\":\"date-time\"}"); break;
        default: buf_cstr(out, "{\"type\":\"string\"}");
        }
    }
}

static void put_query_params(struct buf *out, const struct page_spec *page, const struct query_params *params,
                             bool *first)
{
    for (size_t i = 0; i < params->n; i++) {
        begin_param(out, params->items[i].name, "query", false, first);
        put_query_type(out, page, &params->items[i]);
        end_param(out, params->items[i].en);
    }
}

static void put_params(struct buf *out, const struct route *r)
{
    bool first = true;
    struct query_params query;
    buf_cstr(out, ",\"parameters\":[");
    put_path_params(out, r->path, &first);
    query_params(r, &query);
    put_query_params(out, r->page, &query, &first);
    if ((r->flags & ROUTE_VERSION) && r->verb != GET && r->verb != POST)
        put_header(out, "If-Match", "ETag that was read last", true, &first);
    if (r->verb == POST && r->tx == TX_WRITE)
        put_header(out, "Idempotency-Key", "a repeat with the same key gets the first answer again", false, &first);
    buf_char(out, ']');
}

/* The session is a cookie; what writes needs its token beside it. */
static void put_security(struct buf *out, const struct route *r)
{
    buf_printf(out, ",\"security\":%s",
               r->perm == PERM_PUBLIC ? "[]"
               : r->verb == GET       ? "[{\"session\":[]}]"
                                      : "[{\"session\":[],\"csrf\":[]}]");
}

static void put_request_body(struct buf *out, const struct route *r)
{
    if (!r->in && !(r->flags & ROUTE_BODY)) return;
    buf_cstr(out, ",\"requestBody\":{\"required\":true,\"content\":{");
    if (r->flags & ROUTE_BODY) {
        buf_cstr(out, "\"application/octet-stream\":{}");
    } else {
        buf_cstr(out, "\"application/json\":{\"schema\":");
        put_ref(out, r->in);
        buf_char(out, '}');
    }
    buf_cstr(out, "}}");
}

static const char tables[] = "\"text/csv\":{\"schema\":{\"type\":\"string\"}},"
                             "\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\":{}";

static void put_file_reply(struct buf *out, const struct route *r, const char *status)
{
    buf_printf(out, "\"%s\":{\"description\":\"%s\",\"content\":{", status, status[2] == '1' ? "made" : "ok");
    if (r->raw_type) {
        struct str parameters, type = str_cut(str_of(r->raw_type), ';', &parameters);
        buf_printf(out, "\"%.*s\":{}", STR_ARG(type));
    } else {
        buf_cstr(out, tables);
    }
    buf_cstr(out, "}}");
}

static void put_record_reply(struct buf *out, const char *status, const struct shape *shape)
{
    buf_printf(out, "\"%s\":{\"description\":\"%s\",\"content\":{\"application/json\":{\"schema\":", status,
               status[2] == '1' ? "made" : "ok");
    put_ref(out, shape);
    buf_cstr(out, "}}}");
}

static void put_reply(struct buf *out, const struct route *r)
{
    if (r->flags & (ROUTE_RAW | ROUTE_SHEET)) {
        put_file_reply(out, r, "200");
    } else if (!r->out) {
        buf_cstr(out, "\"204\":{\"description\":\"done\"}");
    } else if (r->flags & ROUTE_PAGE) {
        buf_cstr(out,
                 "\"200\":{\"description\":\"a "
                 "page\",\"content\":{\"application/"
                 "json\":{\"schema\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":");
        put_ref(out, r->out);
        buf_cstr(out, "},\"next\":{\"type\":[\"string\",\"null\"]},\"total\":{\"type\":\"integer\"}},\"required\":["
                      "\"items\",\"next\"]}}");
        if (r->verb == GET) buf_char(out, ','), buf_cstr(out, tables);
        buf_cstr(out, "}}");
    } else {
        put_record_reply(out, "200", r->out);
        if (r->verb == POST) buf_char(out, ','), put_record_reply(out, "201", r->out);
    }
    buf_cstr(
        out,
        ",\"4XX\":{\"$ref\":\"#/components/responses/Problem\"},\"5XX\":{\"$ref\":\"#/components/responses/Problem\"}");
}

/* get /classes/{class_id}/sites → getClassesByClassIdSites: unique, stable, readable in a client. */
static void put_operation_id(struct buf *out, const struct route *r)
{
    bool upper = true;
    buf_cstr(out, verb_lower[r->verb]);
    for (const char *p = r->path; *p; p++) {
        if (*p == '{')
            buf_cstr(out, "By"), upper = true;
        else if (*p == '/' || *p == '_' || *p == '-' || *p == '.' || *p == '}')
            upper = true;
        else
            buf_char(out, upper && *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p), upper = false;
    }
}

static void put_operation(struct buf *out, const struct module *module, const struct route *r)
{
    buf_printf(out, "\"%s\":{\"operationId\":\"", verb_lower[r->verb]);
    put_operation_id(out, r);
    buf_printf(out, "\",\"tags\":[\"%s\"],\"summary\":", module->name);
    buf_json_text(out, str_of(r->help_en));
    buf_cstr(out, ",\"description\":");
    buf_json_text(out, str_of(r->help_zh));
    buf_printf(out, ",\"x-permission\":\"%s\"", perm_names[r->perm]);
    put_security(out, r);
    put_params(out, r);
    put_request_body(out, r);
    buf_cstr(out, ",\"responses\":{");
    put_reply(out, r);
    buf_cstr(out, "}}");
}

static bool path_seen(const struct module *const *modules, size_t m, size_t i)
{
    for (size_t k = 0; k <= m; k++)
        for (size_t j = 0; j < (k == m ? i : modules[k]->route_count); j++)
            if (strcmp(modules[k]->routes[j].path, modules[m]->routes[i].path) == 0) return true;
    return false;
}

static void put_path(struct buf *out, const struct module *const *modules, size_t n, const char *path)
{
    bool first = true;
    buf_printf(out, "\"/api/v1%s\":{", path);
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < modules[m]->route_count; i++) {
            if (strcmp(modules[m]->routes[i].path, path) != 0) continue;
            if (!first) buf_char(out, ',');
            first = false;
            put_operation(out, modules[m], &modules[m]->routes[i]);
        }
    buf_char(out, '}');
}

static void put_paths(struct buf *out, const struct module *const *modules, size_t n)
{
    bool first = true;
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < modules[m]->route_count; i++) {
            if (path_seen(modules, m, i)) continue;
            if (!first) buf_char(out, ',');
            first = false;
            put_path(out, modules, n, modules[m]->routes[i].path);
        }
}

/* OpenAPI has no words for WebSockets: their paths and messages stand in an extension of the same shapes. */
static void put_message(struct buf *out, const struct channel_message *message)
{
    buf_printf(out, "{\"type\":\"%s\",\"summary\":", message->type);
    buf_json_text(out, str_of(message->help_en));
    buf_cstr(out, ",\"description\":");
    buf_json_text(out, str_of(message->help_zh));
    if (message->in) buf_cstr(out, ",\"d\":"), put_ref(out, message->in);
    if (message->out) buf_cstr(out, ",\"ack\":"), put_ref(out, message->out);
    buf_char(out, '}');
}

static void put_channel(struct buf *out, const struct channel *channel)
{
    bool first = true;
    struct query_params query;
    buf_printf(out, "{\"path\":\"/api/v1%s\",\"x-permission\":\"%s\",\"summary\":", channel->path,
               perm_names[channel->perm]);
    buf_json_text(out, str_of(channel->help_en));
    buf_cstr(out, ",\"parameters\":[");
    query_params_own(channel->params, &query);
    put_query_params(out, NULL, &query, &first);
    buf_cstr(out, "],\"messages\":[");
    for (size_t i = 0; i < channel->message_count; i++) {
        if (i) buf_char(out, ',');
        put_message(out, &channel->messages[i]);
    }
    buf_cstr(out, "]}");
}

static void put_channels(struct buf *out, const struct module *const *modules, size_t n)
{
    const char *comma = "";
    buf_cstr(out, ",\"x-channels\":[");
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < modules[m]->channel_count; i++) {
            buf_cstr(out, comma);
            put_channel(out, &modules[m]->channels[i]);
            comma = ",";
        }
    buf_char(out, ']');
}

void describe_openapi(struct buf *out, const struct module *const *modules, size_t n)
{
    struct shape_set *set = calloc(1, sizeof *set);
    if (!set) abort();
    collect(set, modules, n);
    buf_cstr(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Tongke 同课\",\"version\":\"" TONGKE_VERSION
                  "\",\"description\":\"One network for a city's training: classes, lessons, ledgers.\","
                  "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},\"servers\":[{\"url\":\"/"
                  "\"}],\"tags\":[");
    bool first = true;
    for (size_t m = 0; m < n; m++) {
        if (!modules[m]->route_count) continue;
        buf_printf(out, "%s{\"name\":\"%s\",\"description\":\"%s\"}", first ? "" : ",", modules[m]->name,
                   modules[m]->name);
        first = false;
    }
    buf_cstr(out, "],\"paths\":{");
    put_paths(out, modules, n);
    buf_char(out, '}');
    put_channels(out, modules, n);
    buf_cstr(out, ",\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":"
                  "\"tongke_session\"},\"csrf\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":"
                  "\"X-CSRF-Token\",\"description\":\"`csrf` of the reply to POST /session\"}},"
                  "\"responses\":{\"Problem\":{\"description\":\"what went wrong and what to do (RFC "
                  "9457)\",\"content\":{\"application/problem+json\":"
                  "{\"schema\":{\"$ref\":\"#/components/schemas/"
                  "Problem\"}}}}},\"schemas\":{\"Problem\":{\"type\":\"object\",\"properties\":{"
                  "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
                  "\"detail\":{\"type\":\"string\"},"
                  "\"code\":{\"type\":\"string\"},\"field\":{\"type\":\"string\"}},\"required\":[\"type\",\"title\","
                  "\"status\",\"detail\",\"code\"]}");
    for (size_t i = 0; i < set->n; i++) buf_char(out, ','), put_schema(out, set->shapes[i]);
    buf_cstr(out, "}}}\n");
    free(set);
}

/* ---- TypeScript ---- */

static void put_ts_type(struct buf *out, const struct shape_field *f)
{
    switch (f->kind) {
    case SHAPE_INT:
    case SHAPE_REAL:
    case SHAPE_HOURS: buf_cstr(out, "number"); break;
    case SHAPE_BOOL: buf_cstr(out, "boolean"); break;
    case SHAPE_ENUM:
        for (size_t i = 1; f->names[i]; i++) buf_printf(out, "'%s' | ", f->names[i]);
        buf_cstr(out, "null");
        break;
    case SHAPE_OBJECT: buf_cstr(out, f->sub->name); break;
    case SHAPE_LIST: buf_printf(out, "%s[]", f->sub->name); break;
    case SHAPE_IDS:
    case SHAPE_TEXTS: buf_cstr(out, "string[]"); break;
    case SHAPE_RAW: buf_cstr(out, "unknown"); break;
    default: buf_cstr(out, f->flags & SHAPE_REQUIRED || strcmp(f->name, "id") == 0 ? "string" : "string | null");
    }
}

void describe_typescript(struct buf *out, const struct module *const *modules, size_t n)
{
    struct shape_set *set = calloc(1, sizeof *set);
    if (!set) abort();
    collect(set, modules, n);
    buf_cstr(out, "// Printed by `tongke typescript`. Do not edit.\n\n"
                  "export interface Page<T> { items: T[]; next: string | null; total?: number }\n"
                  "export interface Problem { type: string; title: string; status: number; detail: string; code: "
                  "string; field?: string }\n");
    for (size_t i = 0; i < set->n; i++) {
        const struct shape *shape = set->shapes[i];
        buf_printf(out, "\nexport interface %s {\n", shape->name);
        for (size_t k = 0; k < shape->n; k++) {
            buf_printf(out, "  /** %s / %s */\n  %s: ", shape->fields[k].zh, shape->fields[k].en,
                       shape->fields[k].name);
            put_ts_type(out, &shape->fields[k]);
            buf_char(out, '\n');
        }
        buf_cstr(out, "}\n");
    }
    free(set);
}

/* ---- a plain list ---- */

void describe_routes(struct buf *out, const struct module *const *modules, size_t n)
{
    const char *comma = "";
    buf_char(out, '[');
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < modules[m]->route_count; i++) {
            const struct route *r = &modules[m]->routes[i];
            buf_printf(out,
                       "%s\n{\"module\":\"%s\",\"verb\":\"%s\",\"path\":\"%s\",\"perm\":\"%s\",\"flags\":%d,\"in\":\"%"
                       "s\",\"out\":\"%s\"}",
                       comma, modules[m]->name, verb_upper[r->verb], r->path, perm_names[r->perm], r->flags,
                       r->in ? r->in->name : "", r->out ? r->out->name : "");
            comma = ",";
        }
    buf_cstr(out, "\n]\n");
}
