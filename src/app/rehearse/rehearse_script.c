/* app/rehearse/rehearse_script.c: what the simulated people say, slide by slide of the demo lecture. */
#include "app/media_lecture.h"
#include "app/rehearse/rehearse_private.h"

enum { SLIDES = 12, LINES = 8 };

static const char *const slides[SLIDES][LINES] = {
    {"老师好", "各位同学好", "来了来了", "准备好了", "已签到", "第一次和全市一起上课", "笔记本打开了"},
    {"提纲很清楚", "最想听案例部分", "期待分组研讨", "五个部分，记下了", "我们组已经到齐"},
    {"三百公里，高铁一个多小时", "现在两地通勤的人越来越多", "规划纲要学过，再听有新体会", "区位优势讲得明白",
     "长江上游，责任也更重"},
    {"两中心两地，记住了", "科技创新这块我们区正在发力", "高品质生活宜居地，群众最有感受",
     "开放高地怎么落到乡镇，想听听", "定位准了，路就清楚了"},
    {"基础设施互联互通变化最大", "产业协作要错位发展", "巴蜀文旅走廊可以好好做", "我们园区在做汽车零部件配套",
     "消费目的地，夜经济也算"},
    {"生态屏障，守土有责", "川渝通办确实方便", "社保转移不用来回跑了", "公共服务共享，老百姓得实惠",
     "城乡融合，我们镇正在试点"},
    {"铁海联运班列越开越密", "我们的柑橘走的就是这条通道", "榨菜也出海了", "通道带产业，说到点子上了",
     "想了解冷链怎么补短板"},
    {"去现场看过，变化真大", "留住烟火气很重要", "边改边商量，这个办法好", "我们街道也在改老旧小区", "钱从哪里来是关键",
     "居民议事会值得学"},
    {"人退房退，树进景进", "搬迁群众的生计要接得上", "去年带支部去参观过", "绿水青山就是金山银山",
     "我们镇也有类似的难题"},
    {"已投", "选好了", "结果出来得真快", "这几项我们都在做", "投完了，看看大家怎么选"},
    {"我们组推选好召集人了", "题目很贴近实际", "建议多一些跨区县的交流", "三条建议已经有两条了", "请给我们点发言时间"},
    {"谢谢老师", "收获很大", "课后再看一遍笔记", "期待下一讲", "学时能自动记上，省心"},
};

static const char *const anywhere[] = {
    "声音很清楚",     "画面清晰，没有卡顿", "讲得透彻",           "记下来了",
    "很有启发",       "联系实际，听得进去", "乡镇的同志也能听懂", "赞同",
    "这一点值得思考", "认真听课中",         "说到心坎上了",       "请老师再讲讲这一段",
};

static const char *const from_sites[] = {
    "本教学点已就位",     "本教学点秩序良好",         "我们这里都在认真记笔记",
    "教学点大屏画面正常", "我们教学点准备了两个问题", "本教学点讨论很热烈",
};

static const char *const questions[] = {
    "乡镇一级怎样参与双城经济圈建设，有没有可以直接借鉴的做法？",
    "老旧小区改造的资金，民主村是怎么筹措的？",
    "川渝通办的事项目录在哪里可以查到？",
    "缙云山搬迁群众的后续就业是怎么解决的？",
    "西部陆海新通道对农产品外运有哪些支持？",
    "毗邻地区合作共建，收益分享一般怎么谈？",
    "基层人手紧，任务怎样落到具体的人？",
    "课件和参考资料课后能下载吗？",
    "民主村征求居民意见用了哪些办法？",
    "两地产业有重合，怎样避免同质竞争？",
    "村（社区）干部可以先从哪件小事做起？",
    "现场教学线路可以组织支部党员去参观吗？",
    "外出务工人员多的乡镇，怎样把人才引回来？",
    "生态补偿的标准多久调整一次？",
};

static const struct script_poll polls[] = {
    {"您所在单位参与最多的是哪一类工作？",
     {"产业协作与项目建设", "公共服务共建共享", "生态环境联防联治", "城市更新与基层治理"},
     {24, 33, 16, 27}},
    {"这一讲对您的工作有多大帮助？", {"帮助很大", "有一些帮助", "还要结合本地实际", "希望多讲案例"}, {46, 24, 18, 12}},
};

const int64_t script_poll_from = 147, script_poll_until = 157; /* inside the slide “随堂投票” */

static const char *pick(const char *const *lines, size_t most, uint64_t number)
{
    size_t n = 0;
    while (n < most && lines[n]) n++;
    return lines[number % n];
}

#define COUNT(table) (sizeof(table) / sizeof *(table))

const char *script_line(int64_t film_second, bool is_site, uint64_t number)
{
    if (is_site) return pick(from_sites, COUNT(from_sites), number);
    if (number % 3 == 0 || film_second < 0) return pick(anywhere, COUNT(anywhere), number / 3);
    int64_t slide = film_second * SLIDES / media_lecture_seconds % SLIDES;
    return pick(slides[slide], LINES, number / 3);
}

const char *script_question(uint64_t number) { return questions[number % COUNT(questions)]; }

const struct script_poll *script_poll(int number) { return &polls[(size_t)number % COUNT(polls)]; }
