#include "app/media_lecture.h"

#include "core/arena.h"
#include "core/buf.h"
#include "os/process.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Frames a second: slides move little, and four keep the work of drawing them small. */
enum {
    WIDTH = 1280,
    HEIGHT = 720,
    RATE = 4,
    SLIDE_SECONDS = 16,
    LINES_MAX = 5,
    LINE_SECONDS = 2,
    FILTER_BYTES = 256 << 10
};

#define INK "0x1f2a37"
#define PAPER "0xf8f5ee"
#define NIGHT "0x14324f"
#define RED "0xb3261e"
#define GOLD "0xf2c14e"

struct slide {
    const char *title;
    const char *lines[LINES_MAX];
    bool dark;
};

const char media_lecture_title[] = "成渝地区双城经济圈建设（演示课）";

/* Texts stand in a filter script between quotes: no ASCII quote, backslash or colon in them. */
static const struct slide slides[] = {
    {"成渝地区双城经济圈建设",
     {"同上一堂课 · 市级示范课（演示）", "主会场与区县、乡镇教学点同步开课", "线上集中学习，线下分组研讨",
      "本片为系统演示而制作，不是正式课程"},
     true},
    {"今天这堂课",
     {"一、为什么是成渝", "二、目标定位：两中心两地", "三、重点任务与分工", "四、两个身边的案例",
      "五、分组研讨与现场提问"},
     false},
    {"一、为什么是成渝",
     {"长江上游，西部人口和产业最集中的地区", "两座中心城市相距约三百公里，经济联系紧密",
      "一带一路和长江经济带在这里交汇", "2021 年 10 月，规划纲要公开发布"},
     false},
    {"二、目标定位：两中心两地",
     {"具有全国影响力的重要经济中心", "具有全国影响力的科技创新中心", "改革开放新高地", "高品质生活宜居地"},
     true},
    {"三、重点任务（上）",
     {"合力建设现代基础设施网络", "协同建设现代产业体系", "共建具有全国影响力的科技创新中心",
      "打造富有巴蜀特色的国际消费目的地"},
     false},
    {"三、重点任务（下）",
     {"共筑长江上游生态屏障", "联手打造内陆改革开放高地", "共同推动城乡融合发展", "强化公共服务共建共享"},
     false},
    {"西部陆海新通道",
     {"向南出海，把内陆变成前沿", "通道带物流，物流带经贸，经贸带产业", "想一想：您所在的区县，哪些产品在走这条通道？"},
     true},
    {"四、案例：民主村的城市更新",
     {"九龙坡区老厂区家属院的更新实践", "留住老街坊，也引来年轻人", "边改边商量：居民、街道、设计师一起拿主意",
      "现场教学：城市更新与保障和改善民生"},
     false},
    {"四、案例：缙云山生态治理",
     {"践行两山理念，推动绿色发展", "人退、房退，树进、景进", "治理之后，群众的生计从哪里来？",
      "请各教学点记下讨论要点"},
     false},
    {"随堂投票",
     {"您所在单位参与最多的是哪一类工作？", "请在右侧“投票”中选择，结果即时显示", "选错了可以在结束前改"},
     true},
    {"五、分组研讨",
     {"题目：我的岗位能为双城经济圈做什么", "每组推选一名召集人，记录三条建议", "二十分钟后，请三级教学点各派一人发言"},
     false},
    {"小结",
     {"抓住定位，找准分工，从小事做起", "课后请完成学习体会，学时自动记入一本账", "影片将从头循环播放（演示）"},
     true},
};
enum { SLIDES = sizeof slides / sizeof *slides };
const int64_t media_lecture_seconds = SLIDES * SLIDE_SECONDS;

/* The fonts of Debian that have these characters: file to look for, name for fontconfig. */
static const char *const fonts[][2] = {
    {"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"},
    {"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "WenQuanYi Micro Hei"},
    {"/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "WenQuanYi Zen Hei"},
};

static const char *find_font(void)
{
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (access(fonts[i][0], R_OK) == 0) return fonts[i][1];
    return NULL;
}

struct drawing {
    struct buf *out;
    const char *font;
};

/* Times are seconds of the slide. */
static void put_box(struct drawing *d, int x, int y, int w, int h, const char *colour, int from)
{
    buf_printf(d->out, ",\ndrawbox=x=%d:y=%d:w=%d:h=%d:color=%s:t=fill:enable='gte(t,%d)'", x, y, w, h, colour, from);
}

static void put_text(struct drawing *d, const char *text, int x, int y, int size, const char *colour, int from)
{
    buf_printf(d->out, ",\ndrawtext=font='%s':expansion=none:text='%s':x=%d:y=%d:fontsize=%d:fontcolor=%s", d->font,
               text, x, y, size, colour);
    if (size >= 50) buf_printf(d->out, ":borderw=1:bordercolor=%s", colour); /* the fonts differ in their bold faces */
    buf_printf(d->out, ":enable='gte(t,%d)'", from);
}

static void put_slide(struct drawing *d, const struct slide *s, int number)
{
    const char *ink = s->dark ? "white" : INK, *mark = s->dark ? GOLD : RED;
    char page[32];
    snprintf(page, sizeof page, "%d / %d", number + 1, SLIDES);
    buf_printf(d->out, "color=c=%s:s=%dx%d:r=%d:d=%d", s->dark ? NIGHT : PAPER, WIDTH, HEIGHT, RATE, SLIDE_SECONDS);
    put_box(d, 80, 168, 96, 6, mark, 0);
    put_text(d, s->title, 78, 78, 60, ink, 0);
    for (int i = 0; i < LINES_MAX && s->lines[i]; i++) {
        int y = 220 + i * 82, at = (i + 1) * LINE_SECONDS;
        put_box(d, 84, y + 18, 10, 10, mark, at);
        put_text(d, s->lines[i], 120, y, 38, ink, at);
    }
    put_text(d, page, 80, 660, 24, s->dark ? "0xb8c7d6" : "0x6b7280", 0);
    put_box(d, 0, HEIGHT - 6, WIDTH * (number + 1) / SLIDES, 6, GOLD, 0); /* how far the film has come */
    buf_printf(d->out, ",\nformat=yuv420p[s%d];\n", number);
}

/* What stands on every picture: the mark and the clock. And a soft tone at each new slide, so that one hears that the
 * sound works. */
static void put_filters(struct drawing *d)
{
    for (int i = 0; i < SLIDES; i++) put_slide(d, &slides[i], i);
    for (int i = 0; i < SLIDES; i++) buf_printf(d->out, "[s%d]", i);
    buf_printf(d->out, "concat=n=%d", SLIDES);
    buf_printf(d->out, ",\ndrawbox=x=1000:y=652:w=200:h=44:color=%s:t=fill", RED);
    buf_printf(d->out,
               ",\ndrawtext=font='%s':text='演示 %%{pts\\:gmtime\\:0\\:%%M\\\\\\:%%S}':x=1018:y=660:fontsize=28:"
               "fontcolor=white[v];\n",
               d->font);
    buf_printf(d->out, "aevalsrc=exprs='0.06*(sin(2*PI*392*t)+sin(2*PI*523.25*t))*exp(-3*mod(t,%d))':s=22050:d=%d[a]\n",
               SLIDE_SECONDS, SLIDES * SLIDE_SECONDS);
}

static struct err *write_file(struct arena *a, const char *path, struct str text)
{
    FILE *f = fopen(path, "we");
    bool well = f && fwrite(text.p, 1, text.n, f) == text.n;
    if (f && fclose(f) != 0) well = false;
    if (well) return NULL;
    FAIL(a, ERR_BROKEN, "lecture.write", "无法写入 %s：%s。", "%s cannot be written: %s.", path, strerror(errno));
}

static struct err *draw(struct arena *a, const char *script, const char *film)
{
    char rate[8];
    snprintf(rate, sizeof rate, "%d", RATE);
    /* clang-format off */
    const char *const argv[] = {
        "ffmpeg", "-nostdin", "-v", "error", "-y", "-filter_complex_script", script, "-map", "[v]", "-map", "[a]",
        "-c:v", "libx264", "-preset", "superfast", "-tune", "stillimage", "-crf", "29", "-profile:v", "main",
        "-g", rate, "-keyint_min", rate, "-sc_threshold", "0", "-c:a", "aac", "-b:a", "48k", "-ac", "1",
        "-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", film, NULL};
    /* clang-format on */
    struct process_spec spec = {.name = "ffmpeg", .argv = argv, .limits = {.file_bytes = 256 << 20, .nice = 5}};
    struct str output;
    return process_run(a, &spec, 300000, &output);
}

/* The film appears under its name when it is whole. */
static struct err *draw_and_rename(struct arena *a, const char *font, const char *path)
{
    struct buf filters;
    buf_init(&filters, FILTER_BYTES);
    struct drawing d = {&filters, font};
    put_filters(&d);
    struct str text = str_copy(a, buf_text(&filters));
    buf_done(&filters);
    const char *script = str_printf(a, "%s.filter", path).p, *film = str_printf(a, "%s.part", path).p;
    TRY(write_file(a, script, text));
    struct err *e = draw(a, script, film);
    unlink(script);
    if (!e && rename(film, path) == 0) return NULL;
    if (!e)
        e = ERR(a, ERR_BROKEN, "lecture.write", "无法写入 %s：%s。", "%s cannot be written: %s.", path,
                strerror(errno));
    unlink(film);
    return e;
}

struct err *media_make_lecture(struct arena *a, struct str path)
{
    const char *file = str_cstr(a, path);
    if (access(file, R_OK) == 0) return NULL;
    const char *font = find_font();
    if (!font)
        FAIL(a, ERR_BROKEN, "lecture.font", "缺少中文字体，请安装 fonts-wqy-microhei 或 fonts-noto-cjk。",
             "There is no Chinese font; install fonts-wqy-microhei or fonts-noto-cjk.");
    return draw_and_rename(a, font, file);
}
