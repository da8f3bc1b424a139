/* calc/sheet/sheet_xlsx.c: the workbook: which part is the first sheet, which styles are dates. */
#include "calc/sheet/sheet_xlsx.h"

#include "core/arena.h"
#include "core/err.h"
#include "core/limits.h"

#include <stdlib.h>
#include <string.h>

enum { STYLES_MAX = 65536, FORMATS_MAX = 4096, DEPTH_MAX = 64 };

const char *xlsx_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xlsx_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(xlsx_local(attributes[i]), name) == 0) return attributes[i + 1];
    return NULL;
}

void xlsx_stop(struct xlsx_part *part, struct err *e)
{
    if (!part->e) part->e = e;
    XML_StopParser(part->parser, XML_FALSE);
}

static void refuse_doctype(void *user, const char *name, const char *system, const char *public, int internal)
{
    struct xlsx_part *part = user;
    xlsx_stop(part, ERR(part->x->r->arena, ERR_INVALID, "sheet.hostile",
                        "文件里有文档类型声明（DTD），可能有害，已拒绝。请用 Excel 或 WPS 重新保存。",
                        "The file declares a document type, which may be harmful, and was refused. Save it again."));
}

static struct err *take_piece(void *context, struct str piece, bool last)
{
    struct xlsx_part *part = context;
    enum XML_Status status = XML_Parse(part->parser, piece.p, (int)piece.n, last);
    if (part->e) return part->e;
    return status == XML_STATUS_OK ? NULL : zip_part_broken(part->x->r->arena);
}

struct err *xlsx_parse(struct xlsx *x, const char *name, bool needed, XML_StartElementHandler start,
                       XML_EndElementHandler end, XML_CharacterDataHandler text, void *state)
{
    bool found;
    struct xlsx_part part = {.x = x, .parser = XML_ParserCreate(NULL), .state = state};
    if (!part.parser) abort();
    XML_SetUserData(part.parser, &part);
    XML_SetElementHandler(part.parser, start, end);
    XML_SetCharacterDataHandler(part.parser, text);
    XML_SetStartDoctypeDeclHandler(part.parser, refuse_doctype);
    struct err *e = zip_part_read(x->r->arena, x->zip, name, LIMIT_SHEET_BYTES, take_piece, &part, &found);
    XML_ParserFree(part.parser);
    if (!e && needed && !found)
        e = ERR(x->r->arena, ERR_INVALID, "sheet.damaged",
                "这不是 .xlsx 表格文件（缺少 %s）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。",
                "This is no .xlsx workbook: %s is missing. Open it in a spreadsheet, save it as .xlsx and upload that.",
                name);
    return e;
}

/* ---- workbook.xml and its relations ---- */

static void workbook_start(void *user, const char *name, const char **attributes)
{
    struct xlsx *x = ((struct xlsx_part *)user)->x;
    const char *local = xlsx_local(name);
    if (strcmp(local, "workbookPr") == 0) {
        const char *flag = xlsx_attribute(attributes, "date1904");
        x->since_1904 = flag && (strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0);
    } else if (strcmp(local, "sheet") == 0 && x->sheet_count < LIMIT_SHEET_SHEETS) {
        const char *state = xlsx_attribute(attributes, "state"); /* LibreOffice always says it */
        bool shown = !state || strcmp(state, "visible") == 0;
        for (size_t i = 0; attributes[i]; i += 2)
            if (strchr(attributes[i], ':') && strcmp(xlsx_local(attributes[i]), "id") == 0 && shown)
                x->sheet_ids[x->sheet_count++] = str_copy(x->r->arena, str_of(attributes[i + 1]));
    }
}

/* The name of a part in the zip: relative to xl/ unless it begins with a slash; some programs write "..", "." and
 * backslashes. */
static struct str part_path(struct arena *a, const char *target)
{
    struct buf path;
    buf_init(&path, LIMIT_SHEET_CELL_BYTES);
    if (target[0] != '/' && target[0] != '\\') buf_cstr(&path, "xl");
    while (*target) {
        size_t n = strcspn(target, "/\\");
        struct str step = {target, n};
        if (str_is(step, "..")) {
            while (path.n && path.p[--path.n] != '/') continue;
        } else if (n && !str_is(step, ".")) {
            if (path.n) buf_char(&path, '/');
            buf_str(&path, step);
        }
        target += n + (target[n] != 0);
    }
    struct str text = str_copy(a, buf_text(&path));
    buf_done(&path);
    return text;
}

static void relations_start(void *user, const char *name, const char **attributes)
{
    struct xlsx *x = ((struct xlsx_part *)user)->x;
    const char *id = xlsx_attribute(attributes, "Id"), *target = xlsx_attribute(attributes, "Target");
    const char *type = xlsx_attribute(attributes, "Type");
    if (!id || !target || (type && !str_ends(str_of(type), STR("/worksheet")))) return;
    for (size_t i = 0; i < x->sheet_count; i++) {
        if (!str_is(x->sheet_ids[i], id) || (x->sheet_path.n && i > x->sheet_best)) continue;
        x->sheet_best = i;
        x->sheet_path = part_path(x->r->arena, target);
    }
}

/* ---- styles.xml ---- */

struct styles {
    bool *dates; /* [format id] of the workbook's own formats */
    bool in_cells;
};

static void add_style(struct xlsx *x, const struct styles *s, int format)
{
    if (x->style_count == STYLES_MAX) return;
    if (x->style_count == x->style_cap) {
        x->style_cap = x->style_cap ? x->style_cap * 2 : 64;
        x->date_styles = realloc(x->date_styles, x->style_cap);
        if (!x->date_styles) abort();
    }
    bool own = format >= 0 && format < FORMATS_MAX && s->dates[format];
    x->date_styles[x->style_count++] = own || sheet_format_is_date(format, (struct str){0});
}

static void styles_start(void *user, const char *name, const char **attributes)
{
    struct xlsx_part *part = user;
    struct styles *s = part->state;
    const char *local = xlsx_local(name), *id = xlsx_attribute(attributes, "numFmtId");
    if (strcmp(local, "cellXfs") == 0) s->in_cells = true;
    if (strcmp(local, "numFmt") == 0 && id) {
        const char *code = xlsx_attribute(attributes, "formatCode");
        int number = atoi(id);
        if (number >= 0 && number < FORMATS_MAX) s->dates[number] = sheet_format_is_date(number, str_of(code));
    }
    if (strcmp(local, "xf") == 0 && s->in_cells) add_style(part->x, s, id ? atoi(id) : 0);
}

static void styles_end(void *user, const char *name)
{
    struct styles *s = ((struct xlsx_part *)user)->state;
    if (strcmp(xlsx_local(name), "cellXfs") == 0) s->in_cells = false;
}

static struct err *read_styles(struct xlsx *x)
{
    struct styles styles = {.dates = calloc(FORMATS_MAX, sizeof(bool))};
    if (!styles.dates) abort();
    struct err *e = xlsx_parse(x, "xl/styles.xml", false, styles_start, styles_end, NULL, &styles);
    free(styles.dates);
    return e;
}

/* ---- all together ---- */

static struct err *read_workbook(struct xlsx *x)
{
    TRY(xlsx_parse(x, "xl/workbook.xml", true, workbook_start, NULL, NULL, NULL));
    TRY(xlsx_parse(x, "xl/_rels/workbook.xml.rels", true, relations_start, NULL, NULL, NULL));
    if (!x->sheet_path.n) return zip_part_broken(x->r->arena);
    TRY(read_styles(x));
    TRY(xlsx_read_strings(x));
    return xlsx_read_rows(x);
}

struct err *sheet_read_xlsx(struct sheet_reader *r, struct str bytes)
{
    struct xlsx x = {.r = r};
    TRY(zip_part_open(r->arena, bytes, &x.zip));
    buf_init(&x.strings.text, LIMIT_SHEET_STRINGS_BYTES);
    struct err *e = read_workbook(&x);
    buf_done(&x.strings.text);
    free(x.strings.at);
    free(x.date_styles);
    zip_discard(x.zip);
    return e;
}
