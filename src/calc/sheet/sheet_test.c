/* Tables: what people's spreadsheets hold is what is read, and what is written is read again the same. */
#include "calc/sheet/sheet.h"

#include "check.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/time.h"

#include <stdlib.h>
#include <unistd.h>

static struct arena *a;

/* Rows are written down as "2:甲|2026-11-23;" : number, then the texts. */
static struct err *tell(void *context, const struct sheet_row *row)
{
    struct buf *out = context;
    buf_int(out, row->number);
    for (size_t i = 0; i < row->n; i++) {
        buf_char(out, i ? '|' : ':');
        buf_str(out, row->cells[i].text);
        if (row->cells[i].rounded) buf_char(out, '~');
    }
    buf_char(out, ';');
    return NULL;
}

static struct str told;
static struct err *read_table(struct str bytes)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    struct err *e = sheet_read(a, bytes, tell, &out);
    told = str_copy(a, buf_text(&out));
    buf_done(&out);
    return e;
}

static struct str book(struct str strings, struct str sheet, bool since_1904)
{
    static const char workbook[] =
        "<?xml version=\"1.0\"?><x:workbook xmlns:x=\"urn:m\" xmlns:r=\"urn:r\"><x:workbookPr "
        "date1904=\"%d\"/><x:sheets>"
        "<x:sheet name=\"旧\" sheetId=\"1\" state=\"hidden\" r:id=\"rId9\"/><x:sheet name=\"表\" sheetId=\"2\" "
        "state=\"visible\" r:id=\"rId1\"/></x:sheets></x:workbook>";
    const struct sheet_file files[] = {
        {"xl/workbook.xml", str_printf(a, workbook, since_1904)},
        {"xl/_rels/workbook.xml.rels",
         STR("<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet2.xml\"/></Relationships>")},
        {"xl/styles.xml",
         STR("<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-804]yyyy&quot;年&quot;m&quot;月&quot;\"/>"
             "<numFmt numFmtId=\"171\" formatCode=\"0.00&quot;days&quot;\"/></numFmts><cellStyleXfs><xf "
             "numFmtId=\"14\"/>"
             "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf "
             "numFmtId=\"171\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>")},
        {"xl/sharedStrings.xml", strings},
        {"xl/worksheets/sheet2.xml", sheet},
    };
    struct str zip = {0};
    CHECK_OK(sheet_zip(a, files, strings.n ? 5 : 4, &zip));
    if (strings.n) return zip;
    struct sheet_file without[] = {files[0], files[1], files[2], files[4]};
    CHECK_OK(sheet_zip(a, without, 4, &zip));
    return zip;
}

static void a_workbook_of_excel_is_read_as_people_see_it(void)
{
    struct str strings =
        STR("<sst><si><t>姓名</t></si><si><r><t>王</t></r><r><t xml:space=\"preserve\">芳 </t></r><rPh><t>ㄨㄤ"
            "</t></rPh></si><si><t>500101199001011234</t></si></sst>");
    struct str sheet =
        STR("<worksheet><cols/><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"/>"
            "<row r=\"5\"><c r=\"A5\" t=\"s\"><v>1</v></c><c r=\"C5\" t=\"s\"><v>2</v></c><c r=\"D5\" "
            "s=\"1\"><v>46349</v></c>"
            "<c r=\"E5\" s=\"4\"><v>46349.354166666664</v></c><c r=\"F5\" t=\"b\"><v>1</v></c><c r=\"G5\" "
            "t=\"e\"><v>#REF!</v></c>"
            "<c r=\"H5\"><v>1.1000000000000001</v></c><c r=\"I5\"><f>1+1</f><v>2</v></c><c r=\"J5\" "
            "t=\"inlineStr\"><is><t>内联"
            "</t></is></c><c r=\"K5\"><v>5.0010119900101E+17</v></c><c r=\"L5\" s=\"2\"><v>46349</v></c><c r=\"M5\" "
            "s=\"3\">"
            "<v>46349</v></c></row></sheetData><x><v>9</v></x></worksheet>");
    CHECK_OK(read_table(book(strings, sheet, false)));
    CHECK_STR(told, "1:姓名;5:王芳||500101199001011234|2026-11-23|2026-11-23 08:30:00|TRUE|#REF!|1.1|2|内联|"
                    "500101199001009984~|2026-11-23|46349;");
}

static void days_are_counted_from_1900_or_1904(void)
{
    struct str sheet =
        STR("<worksheet><sheetData><row><c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>60</v></c>"
            "<c s=\"1\"><v>61</v></c><c s=\"4\"><v>0.5</v></c></row></sheetData></worksheet>");
    CHECK_OK(read_table(book((struct str){0}, sheet, false)));
    CHECK_STR(told, "1:1900-01-01|1900-02-28|60|1900-03-01|12:00:00;");
    CHECK_OK(read_table(book((struct str){0}, sheet, true)));
    CHECK_STR(told, "1:1904-01-02|1904-02-29|1904-03-01|1904-03-02|12:00:00;");
}

/* As personnel files, office software and exports of other systems write days. */
static void a_day_is_read_however_people_write_it(void)
{
    enum { TEXT = SHEET_TEXT, NUMBER = SHEET_REAL };
    static const struct {
        const char *text;
        int kind, counted, date, meant;
    } cells[] = {
        {"2020-05-06", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"2020.5.6", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"2020/5/6", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"2020年5月6日", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"2020 年 5 月 6 日", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"２０２０年０５月０６日", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"２０２０－０５－０６", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"20200506", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"20200506", NUMBER, 0, 20200506, SHEET_DAY_EXACT},
        {"2020-05-06 00:00:00", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"2020-05-06T08:30:00", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"2020/5/6 8:30", TEXT, 0, 20200506, SHEET_DAY_EXACT},
        {"2020-05-06 08:30:00", SHEET_TIME, 0, 20200506, SHEET_DAY_EXACT},
        {"2020-05", TEXT, 0, 20200501, SHEET_DAY_MONTH},
        {"2020.05", TEXT, 0, 20200501, SHEET_DAY_MONTH},
        {"2020.05", NUMBER, 0, 20200501, SHEET_DAY_MONTH},
        {"2020.12", NUMBER, 0, 20201201, SHEET_DAY_MONTH},
        {"2020/5", TEXT, 0, 20200501, SHEET_DAY_MONTH},
        {"2020年5月", TEXT, 0, 20200501, SHEET_DAY_MONTH},
        {"２０２０．０５", TEXT, 0, 20200501, SHEET_DAY_MONTH},
        {"202005", TEXT, 0, 20200501, SHEET_DAY_MONTH},
        {"202005", NUMBER, 24530131, 20200501, SHEET_DAY_MONTH},
        {"2020.1", TEXT, 0, 20200101, SHEET_DAY_MONTH},
        {"2020.1", NUMBER, 0, 0, SHEET_DAY_CUT},
        {"43957", NUMBER, 20200506, 20200506, SHEET_DAY_COUNTED},
        {"43957", TEXT, 0, 0, SHEET_DAY_NONE},
        {"2020", NUMBER, 19050712, 0, SHEET_DAY_NONE},
        {"202013", NUMBER, 24530201, 0, SHEET_DAY_NONE},
        {"2020-13", TEXT, 0, 0, SHEET_DAY_NONE},
        {"2020-02-30", TEXT, 0, 0, SHEET_DAY_NONE},
        {"2020年5", TEXT, 0, 0, SHEET_DAY_NONE},
        {"1000-05", TEXT, 0, 0, SHEET_DAY_NONE},
        {"五月", TEXT, 0, 0, SHEET_DAY_NONE},
        {"2020-05-06 morning", TEXT, 0, 0, SHEET_DAY_NONE},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const struct sheet_cell cell = {
            .kind = (enum sheet_kind)cells[i].kind, .text = str_of(cells[i].text), .number = cells[i].counted};
        struct sheet_day day = sheet_day(&cell, true);
        CHECK_STR(cell.text, day.date == cells[i].date && (int)day.kind == cells[i].meant ? cells[i].text : "");
    }
    const struct sheet_cell cut = {.kind = SHEET_TEXT, .text = STR("2020.1")};
    CHECK_INT(sheet_day(&cut, false).kind, SHEET_DAY_CUT);
}

/* WPS, OpenXML SDK, ClosedXML and others: no styles, no content types, prefixes everywhere, parts by any name. */
static void workbooks_of_other_programs_are_read(void)
{
    static const char *const targets[] = {"worksheets/s.xml", "/xl/worksheets/s.xml",
                                          "./worksheets/../worksheets/s.xml", "worksheets\\s.xml",
                                          "../xl/worksheets/s.xml"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        const struct sheet_file files[] = {
            {"xl/workbook.xml", STR("<x:workbook xmlns:rel=\"urn:r\"><x:sheets><x:sheet name=\"a\" rel:id=\"R1\"/>"
                                    "</x:sheets></x:workbook>")},
            {"xl/_rels/workbook.xml.rels",
             str_printf(
                 a, "<p:Relationships xmlns:p=\"urn:p\"><p:Relationship Id=\"R1\" Target=\"%s\"/></p:Relationships>",
                 targets[i])},
            {"xl/worksheets/s.xml",
             STR("<x:worksheet xmlns:x=\"urn:m\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:r><x:t>张三"
                 "</x:t></x:r><x:r><x:t>丰</x:t></x:r></x:is></x:c><x:c t=\"d\"><x:v>2020-01-01T00:00:00</x:v></x:c>"
                 "<x:c t=\"str\"><x:f>A1</x:f><x:v>单位</x:v></x:c></x:row></x:sheetData></x:worksheet>")}};
        struct str zip = {0};
        CHECK_OK(sheet_zip(a, files, 3, &zip));
        CHECK_OK(read_table(zip));
        CHECK_STR(told, "1:张三丰|2020-01-01|单位;");
    }
}

static void a_chart_before_the_table_is_passed_over(void)
{
    const struct sheet_file files[] = {
        {"xl/workbook.xml",
         STR("<workbook xmlns:r=\"urn:r\"><sheets><sheet name=\"图\" r:id=\"R1\"/><sheet name=\"表\" "
             "r:id=\"R2\"/><sheet name=\"旧\" r:id=\"R3\"/></sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels",
         STR("<Relationships><Relationship Id=\"R3\" Type=\"urn:x/worksheet\" Target=\"c.xml\"/><Relationship "
             "Id=\"R1\" "
             "Type=\"urn:x/chartsheet\" Target=\"a.xml\"/><Relationship Id=\"R2\" Type=\"urn:x/worksheet\" "
             "Target=\"b.xml\"/></Relationships>")},
        {"xl/a.xml", STR("<chartsheet/>")},
        {"xl/b.xml", STR("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>")},
        {"xl/c.xml", STR("<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>")}};
    struct str zip = {0};
    CHECK_OK(sheet_zip(a, files, 5, &zip));
    CHECK_OK(read_table(zip));
    CHECK_STR(told, "1:1;");
}

static void hostile_workbooks_are_refused(void)
{
    struct str bomb = STR("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>");
    struct str plain = STR("<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>");
    CHECK_ERR(read_table(book(bomb, plain, false)), "sheet.hostile");
    CHECK_ERR(read_table(book(STR("<sst/>"), plain, false)), "sheet.cell");
    CHECK_ERR(read_table(book((struct str){0},
                              STR("<worksheet><sheetData><row r=\"1048577\"/></sheetData></worksheet>"), false)),
              "sheet.too_long");
    CHECK_ERR(read_table(book((struct str){0},
                              STR("<worksheet><sheetData><row><c r=\"IW1\"><v>1</v></c></row></sheetData></worksheet>"),
                              false)),
              "sheet.too_wide");
    CHECK_ERR(read_table(book((struct str){0}, STR("<worksheet><sheetData>"), false)), "sheet.damaged");
    CHECK_ERR(read_table(STR("PK\3\4 and nothing more")), "sheet.damaged");
    CHECK_ERR(read_table(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")), "sheet.old_format");
    CHECK_ERR(read_table(STR("\ufeff\r\n <html><table><tr><td>姓名</td></tr></table></html>")), "sheet.old_format");
    CHECK_ERR(read_table(STR(" \n\n")), "sheet.empty");
}

/* What packs into 70 kB must not be unpacked to the end. */
static void a_zip_bomb_is_cut_off(void)
{
    size_t n = 70u << 20;
    char *blanks = calloc(1, n);
    struct str zip, file;
    bool found;
    CHECK_OK(sheet_zip(a, &(struct sheet_file){"users.csv", {blanks, n}}, 1, &zip));
    CHECK(zip.n < 1 << 20);
    CHECK_ERR(sheet_unzip(a, zip, "users.csv", &file, &found), "sheet.too_large");
    free(blanks);
}

static void text_files_are_read_in_their_encoding(void)
{
    CHECK_OK(read_table(STR("\xef\xbb\xbf姓名,单位\r\n王芳,\"渝中区, 党校\"\r\n")));
    CHECK_STR(told, "1:姓名|单位;2:王芳|渝中区, 党校;");
    CHECK_OK(
        read_table(STR("\xd0\xd5\xc3\xfb;\xb5\xa5\xce\xbb\n\xcd\xf5\xb7\xbc;\x95\x32\x82\x36\n"))); /* 𠀀 is 4 bytes */
    CHECK_STR(told, "1:姓名|单位;2:王芳|𠀀;");
    CHECK_OK(read_table(STR("\xff\xfe\xd3\x59\t\0a\0\r\0\n\0b\0\t\0c\0")));
    CHECK_STR(told, "1:姓|a;2:b|c;");
    CHECK_ERR(read_table(STR("a,b\n\xff\xff\xff,c\n")), "sheet.encoding");
}

static void quotes_lines_and_marks_of_text_files(void)
{
    CHECK_OK(read_table(STR("sep=;\na;b\n\"x \"\"y\"\"\nz\";=\"0012\"\n\n\r'=1+1;'it\n")));
    CHECK_STR(told, "2:a|b;3:x \"y\"\nz|0012;6:=1+1|'it;");
    CHECK_ERR(read_table(STR("a\n\"b\n")), "sheet.quote");
}

static struct err *keep(void *context, struct str bytes)
{
    buf_str(context, bytes);
    return NULL;
}

static const struct sheet_column columns[] = {{.label = {"名", 3}}, {.label = {"数", 3}}};

static struct err *put_rows(struct sheet_writer *w)
{
    const struct sheet_cell rows[][4] = {
        {{.kind = SHEET_TEXT, .text = STR("=HYPERLINK(\"x\")")},
         {.kind = SHEET_INT, .number = -7},
         {0},
         {.kind = SHEET_TEXT, .text = STR("500101199001011234")}},
        {{.kind = SHEET_TEXT, .text = STR("'=x\"y\",z")},
         {.kind = SHEET_CENTI, .number = -350},
         {.kind = SHEET_DATE, .number = 20261123},
         {.kind = SHEET_TIME, .number = 1795422600LL * TIME_SECOND_US}},
    };
    TRY(sheet_head(w, columns, 2));
    for (size_t i = 0; i < 2; i++) TRY(sheet_put(w, rows[i], 4));
    return NULL;
}

static const char written[] =
    "1:名|数;2:=HYPERLINK(\"x\")|-7||500101199001011234;3:'=x\"y\",z|-3.5|2026-11-23|2026-11-23 08:30:00;";

static void what_is_written_as_text_is_read_the_same_and_computes_nothing(void)
{
    struct sheet_writer *w;
    struct buf out;
    buf_init(&out, 1 << 20);
    CHECK_OK(sheet_write_csv(a, keep, &out, &w));
    CHECK_OK(put_rows(w));
    CHECK_OK(sheet_close(w, true));
    CHECK(memmem(out.p, out.n, ",=", 2) == NULL && memmem(out.p, out.n, "\n=", 2) == NULL);
    CHECK_OK(read_table(buf_text(&out)));
    CHECK_STR(told, written);
    buf_done(&out);
}

static void what_is_written_as_a_workbook_is_read_the_same(void)
{
    struct sheet_writer *w;
    char path[] = "/tmp/sheet_test_XXXXXX";
    int fd = mkstemp(path);
    CHECK_OK(sheet_write_xlsx(a, str_of(path), (struct str){0}, STR("表"), &w));
    CHECK_OK(put_rows(w));
    CHECK_OK(sheet_notes(w, STR("说明"), (const struct str[]){STR("一"), STR("二")}, 2));
    CHECK_OK(sheet_close(w, true));
    FILE *file = fopen(path, "rb");
    char *bytes = arena_bytes(a, 1 << 20);
    size_t n = file ? fread(bytes, 1, 1 << 20, file) : 0;
    if (file) fclose(file);
    CHECK_OK(read_table((struct str){bytes, n}));
    CHECK_STR(told, written);
    struct str part;
    bool found;
    CHECK_OK(sheet_unzip(a, (struct str){bytes, n}, "xl/worksheets/sheet1.xml", &part, &found));
    CHECK(found && memmem(part.p, part.n, "<f>", 3) == NULL);
    close(fd);
    unlink(path);
}

static void columns_are_named_as_spreadsheets_name_them(void)
{
    CHECK_STR(sheet_column_name(a, 0), "A");
    CHECK_STR(sheet_column_name(a, 25), "Z");
    CHECK_STR(sheet_column_name(a, 26), "AA");
    CHECK_STR(sheet_column_name(a, 255), "IV");
}

int main(void)
{
    a = arena_open(64 << 20);
    RUN(a_workbook_of_excel_is_read_as_people_see_it);
    RUN(days_are_counted_from_1900_or_1904);
    RUN(a_day_is_read_however_people_write_it);
    RUN(workbooks_of_other_programs_are_read);
    RUN(a_chart_before_the_table_is_passed_over);
    RUN(hostile_workbooks_are_refused);
    RUN(a_zip_bomb_is_cut_off);
    RUN(text_files_are_read_in_their_encoding);
    RUN(quotes_lines_and_marks_of_text_files);
    RUN(what_is_written_as_text_is_read_the_same_and_computes_nothing);
    RUN(what_is_written_as_a_workbook_is_read_the_same);
    RUN(columns_are_named_as_spreadsheets_name_them);
    arena_close(a);
    return check_end();
}
