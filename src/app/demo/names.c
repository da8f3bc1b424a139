/* app/demo/names.c: names of generated people. */
#include "app/demo/demo.h"

/* The most frequent family names in about their order; early ones are taken more often. */
static const char *const families[] = {
    "李", "王", "张", "刘", "陈", "杨", "黄", "周", "吴", "徐", "赵", "罗", "何", "胡",   "唐", "邓", "冉",
    "谭", "向", "田", "马", "朱", "郭", "林", "高", "郑", "梁", "谢", "宋", "许", "韩",   "冯", "彭", "曾",
    "肖", "程", "袁", "蒋", "沈", "余", "蔡", "潘", "杜", "叶", "魏", "苏", "吕", "丁",   "任", "卢", "姚",
    "钟", "姜", "崔", "廖", "范", "汪", "陆", "金", "石", "戴", "贾", "韦", "夏", "邱",   "方", "侯", "邹",
    "熊", "孟", "秦", "白", "江", "阎", "薛", "尹", "段", "雷", "黎", "史", "龙", "陶",   "贺", "顾", "毛",
    "郝", "龚", "邵", "万", "钱", "严", "覃", "武", "单", "莫", "孔", "瞿", "易", "欧阳", "冷"};

static const char *const given_one[] = {"伟", "强", "磊", "洋", "勇", "军", "杰", "涛", "超", "明",
                                        "刚", "平", "辉", "鹏", "静", "敏", "燕", "丽", "娟", "艳",
                                        "玲", "霞", "琴", "芳", "婷", "雪", "莉", "蓉"};
static const char *const given_male[] = {"建", "国", "志", "文", "晓", "家", "俊", "永", "世", "光",
                                         "德", "海", "宏", "振", "泽", "子", "天", "一", "思", "嘉",
                                         "林", "渝", "江", "山", "川", "宇", "浩", "博"};
static const char *const given_male_end[] = {"华", "平", "明", "军", "林", "波", "斌", "勇", "涛", "飞",
                                             "龙", "辉", "生", "祥", "轩", "然", "睿", "成", "鑫", "豪",
                                             "峰", "亮", "东", "阳", "松", "权", "毅", "恒"};
static const char *const given_female[] = {"晓", "春", "秀", "玉", "小", "雨", "思", "佳", "欣", "诗",
                                           "梦", "若", "美", "雅", "海", "红", "淑", "慧", "清", "文",
                                           "月", "渝", "婉", "语", "子", "书", "静", "冬"};
static const char *const given_female_end[] = {"梅", "兰", "英", "萍", "芬", "琳", "怡", "涵", "瑶", "颖",
                                               "洁", "雯", "璐", "妍", "玲", "娜", "菲", "莹", "彤", "薇",
                                               "蕾", "倩", "媛", "欢", "珍", "宁", "桦", "霖"};

#define COUNT(a) ((int64_t)(sizeof(a) / sizeof *(a)))
#define PICK(d, a) (a)[demo_below((d), COUNT(a))]

struct str demo_name(struct demo *d, int sex)
{
    /* the smaller of two draws: early names come more often, as in life */
    int64_t one = demo_below(d, COUNT(families)), two = demo_below(d, COUNT(families));
    const char *family = families[one < two ? one : two];
    if (demo_chance(d, 22))
        return str_printf(d->c->arena, "%s%s", family, given_one[demo_below(d, 14) + (sex ? 0 : 14)]);
    const char *first = sex ? PICK(d, given_male) : PICK(d, given_female);
    const char *last = sex ? PICK(d, given_male_end) : PICK(d, given_female_end);
    return str_printf(d->c->arena, "%s%s%s", family, first, last);
}
