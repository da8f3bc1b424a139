/* calc/text/text_test.c: readings, sort keys, tokens. */
#include "calc/text/text.h"
#include "check.h"
#include "core/arena.h"

static struct arena *a;

static struct text_reading read_as(const char *text, enum text_kind kind)
{
    struct text_reading r;
    text_read(a, str_of(text), kind, &r);
    return r;
}

static void surnames_with_a_reading_of_their_own_are_read_right(void)
{
    static const char *const names[][2] = {
        {"单雄信", "shan xiong xin"},
        {"曾国藩", "zeng guo fan"},
        {"仇和", "qiu he"},
        {"解晓东", "xie xiao dong"},
        {"区桂芝", "ou gui zhi"},
        {"查良镛", "zha liang yong"},
        {"朴树", "piao shu"},
        {"尉迟恭", "yu chi gong"},
        {"尉健行", "wei jian xing"},
        {"缪昌文", "miao chang wen"},
        {"盖叫天", "ge jiao tian"},
        {"翟天临", "zhai tian lin"},
        {"覃辉", "qin hui"},
        {"乐嘉", "yue jia"},
        {"万俟卨", "mo qi xie"},
        {"单于明", "chan yu ming"},
        {"长孙无忌", "zhang sun wu ji"},
        {"澹台灭明", "tan tai mie ming"},
        {"华罗庚", "hua luo geng"},
        {"任正非", "ren zheng fei"},
        {"吕布", "lv bu"},
        {"柏杨", "bai yang"},
        {"贾平凹", "jia ping ao"},
        {"褚时健", "chu shi jian"},
        {"沈从文", "shen cong wen"},
        {"冼星海", "xian xing hai"},
        {"欧阳修", "ou yang xiu"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CHECK_STR(read_as(names[i][0], TEXT_PERSON).pinyin, names[i][1]);
}

static void the_same_character_inside_of_a_name_keeps_its_usual_reading(void)
{
    CHECK_STR(read_as("王单", TEXT_PERSON).pinyin, "wang dan");
    CHECK_STR(read_as("李解", TEXT_PERSON).pinyin, "li jie");
    CHECK_STR(read_as("单位", TEXT_WORDS).pinyin, "dan wei");
    CHECK_STR(read_as("万某", TEXT_PERSON).pinyin, "wan mou");
}

static void words_of_places_and_titles_are_read_right(void)
{
    static const char *const words[][2] = {
        {"重庆市渝中区", "chong qing shi yu zhong qu"},
        {"长寿区", "chang shou qu"},
        {"丰都县", "feng du xian"},
        {"中国人民银行", "zhong guo ren min yin hang"},
        {"行政学院", "xing zheng xue yuan"},
        {"审计与会计", "shen ji yu kuai ji"},
        {"校长", "xiao zhang"},
        {"长江经济带", "chang jiang jing ji dai"},
        {"重点调训", "zhong dian diao xun"},
        {"綦江区", "qi jiang qu"},
        {"涪陵区", "fu ling qu"},
        {"北碚区", "bei bei qu"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        CHECK_STR(read_as(words[i][0], TEXT_WORDS).pinyin, words[i][1]);
}

static void initials_and_latin_words_are_kept(void)
{
    struct text_reading r = read_as("ＡＩ与数字经济2026", TEXT_WORDS);
    CHECK_STR(r.pinyin, "ai yu shu zi jing ji 2026");
    CHECK_STR(r.initials, "ayszjj2");
    CHECK_STR(read_as("", TEXT_WORDS).pinyin, "");
    CHECK_STR(read_as("阿依古丽·买买提", TEXT_PERSON).initials, "ayglmmt");
}

static bool before(const char *one, const char *other, bool strokes)
{
    struct text_reading x = read_as(one, TEXT_PERSON), y = read_as(other, TEXT_PERSON);
    return str_compare(strokes ? x.stroke_sort : x.pinyin_sort, strokes ? y.stroke_sort : y.pinyin_sort) < 0;
}

static void people_sort_by_pinyin_with_surnames_where_they_are_read(void)
{
    CHECK(before("安平", "白雪", false));
    CHECK(before("陈毅", "张伟", false));
    CHECK(before("张三", "张伟", false));
    CHECK(before("阮小二", "单雄信", false) && before("单雄信", "王伟", false)); /* shan, not dan */
    CHECK(before("尤三", "曾国", false) && before("曾国", "周瑜", false));       /* zeng, not ceng */
    CHECK(before("马超", "区桂芝", false) && before("区桂芝", "彭德", false));   /* ou, not qu */
}

static void people_sort_by_strokes(void)
{
    CHECK(before("丁一", "王伟", true));
    CHECK(before("王伟", "李四", true));
    CHECK(before("李四", "魏征", true));
}

static bool finds(const char *text, enum text_kind kind, const char *typed)
{
    struct text_reading r = read_as(text, kind);
    struct list tokens = {0};
    struct str query = text_query(a, str_of(typed)), end = text_end(a, query);
    text_tokens(a, str_of(text), &r, &tokens);
    for (LIST_EACH(tokens, struct str, token))
        if (str_compare(*token, query) >= 0 && str_compare(*token, end) < 0) return true;
    return false;
}

static void a_name_is_found_by_any_part_pinyin_and_initials(void)
{
    static const char *const typed[] = {
        "张",  "伟",   "伟明", "张伟明", " 张 伟明 ", "zhang",   "zhangwei", "zhang wei ming",
        "Wei", "weim", "zwm",  "wm",     "m",         "zhangwm", "zhangw"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) CHECK(finds("张伟明", TEXT_PERSON, typed[i]));
    static const char *const others[] = {"王", "明伟", "hang", "eiming", "zm", "mw"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) CHECK(!finds("张伟明", TEXT_PERSON, others[i]));
    CHECK(finds("单雄信", TEXT_PERSON, "shanx") && !finds("单雄信", TEXT_PERSON, "danx"));
}

static void words_of_two_characters_are_found_in_a_long_text(void)
{
    const char *title = "践行“两山”理念，推动绿色发展——缙云山生态环境综合治理生动实践（2026）";
    static const char *const typed[] = {"两山", "理念", "山理", "发展缙云", "生动实践", "2026", "jys", "lvse"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) CHECK(finds(title, TEXT_WORDS, typed[i]));
    CHECK(!finds(title, TEXT_WORDS, "经济"));
}

static void what_is_typed_is_made_plain(void)
{
    CHECK_STR(text_query(a, STR(" Ｚhang　Wei ")), "zhangwei");
    CHECK_STR(text_query(a, STR("张·伟%_'\"")), "张伟");
    CHECK_STR(text_query(a, STR("%％_。，")), "");
    CHECK_STR(text_query(a, STR("一二三四五六七八九十甲乙丙丁")), "一二三四五六七八九十甲乙");
}

static void hostile_bytes_do_no_harm(void)
{
    static const char *const bytes[] = {"\xff\xfe", "张\xe5", "\xf0\x9f\x98\x80", "\xed\xa0\x80",
                                        "\xf0\xa0\xae\xb7"
                                        "龘"};
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        struct list tokens = {0};
        struct text_reading r = read_as(bytes[i], TEXT_PERSON);
        text_tokens(a, str_of(bytes[i]), &r, &tokens);
        CHECK(str_chars(text_query(a, str_of(bytes[i]))) >= 0);
        for (LIST_EACH(tokens, struct str, token)) CHECK(str_chars(*token) > 0);
    }
}

static void a_long_text_has_a_bounded_number_of_tokens_and_sort_keys_are_short(void)
{
    char *text = arena_bytes(a, 30001);
    for (int i = 0; i < 10000; i++) memcpy(text + 3 * i, "重", 3);
    struct text_reading r;
    struct list tokens = {0};
    text_read(a, (struct str){text, 30000}, TEXT_WORDS, &r);
    text_tokens(a, (struct str){text, 30000}, &r, &tokens);
    CHECK_INT(tokens.n, TEXT_TOKENS_MAX);
    CHECK(r.pinyin_sort.n <= TEXT_SORT_CHARS && r.stroke_sort.n <= TEXT_SORT_CHARS);
}

int main(void)
{
    a = arena_open(64 << 20);
    RUN(surnames_with_a_reading_of_their_own_are_read_right);
    RUN(the_same_character_inside_of_a_name_keeps_its_usual_reading);
    RUN(words_of_places_and_titles_are_read_right);
    RUN(initials_and_latin_words_are_kept);
    RUN(people_sort_by_pinyin_with_surnames_where_they_are_read);
    RUN(people_sort_by_strokes);
    RUN(a_name_is_found_by_any_part_pinyin_and_initials);
    RUN(words_of_two_characters_are_found_in_a_long_text);
    RUN(what_is_typed_is_made_plain);
    RUN(hostile_bytes_do_no_harm);
    RUN(a_long_text_has_a_bounded_number_of_tokens_and_sort_keys_are_short);
    arena_close(a);
    return check_end();
}
