/* app/demo/lessons.c: the catalogue: courses with their stops, and programmes made of them. */
#include "app/demo/demo.h"
#include "app/demo/demo_lessons.h"
#include "app/media_lecture.h"
#include "calc/text/text.h"
#include "demo_sql.h"
#include "domain/search/search.h"

/* Titles as public descriptions of the city's training name them. */
const struct demo_course demo_courses[] = {
    {"theory", "成渝地区双城经济圈建设", 300, "双城经济圈的战略定位、重点任务与区县行动。"},
    {"theory", "“一带一路”与西部陆海新通道建设", 300, "通道建设的进展、机制与开放平台。"},
    {"theory", "新时代西部大开发高质量发展", 300, "新时代推动西部大开发的要求与重庆实践。"},
    {"theory", "美丽重庆建设", 300, "生态优先、绿色发展，建设山清水秀美丽之地。"},
    {"theory", "中国式现代化、民生为大", 300, "以人民为中心，办好民生实事。"},
    {"case", "九龙坡区民主村城市更新的实践与启示", 200, "老旧小区改造中的群众参与和长效治理。"},
    {"case", "党建引领超大城市现代化治理实践", 200, "基层治理的组织、机制与数字化支撑。"},
    {"case", "践行“两山”理念，推动绿色发展——缙云山生态环境综合治理生动实践", 200, "缙云山综合治理的过程、难点与经验。"},
    {"route", "西部陆海新通道与内陆开放综合枢纽建设", 400, "走进物流枢纽与综合保税区的现场教学线路。"},
    {"route", "城市更新与保障和改善民生", 400, "走进更新后的社区，看群众身边的变化。"},
    {"route", "数字经济与超大城市治理", 400, "走进数字化治理中心与智能制造企业。"},
    {"online", "数字政府建设（网络课程）", 150, "线上自学课程，学满九成计入学时。"},
    {"discussion", "分组研讨：本地如何融入双城经济圈", 200, "围绕议题分组研讨，形成纪要。"},
    {"forum", "学员论坛：我为高质量发展献一策", 200, "学员代表发言，集体讨论。"},
};
const size_t demo_course_count = sizeof demo_courses / sizeof *demo_courses;

static const struct {
    size_t course;
    const char *name, *address, *guide;
    int64_t minutes, travel_minutes, seats;
} stops[] = {
    {8, "团结村中心站（演示点位）", "沙坪坝区", "讲解员一（演示）", 60, 40, 45},
    {8, "综合保税区展示中心（演示点位）", "沙坪坝区", "讲解员二（演示）", 50, 15, 45},
    {8, "公路物流基地（演示点位）", "巴南区", "讲解员三（演示）", 60, 45, 45},
    {9, "民主村社区（演示点位）", "九龙坡区", "讲解员四（演示）", 70, 30, 40},
    {9, "社区养老服务中心（演示点位）", "九龙坡区", "讲解员五（演示）", 40, 10, 40},
    {10, "城市运行管理中心（演示点位）", "渝中区", "讲解员六（演示）", 60, 20, 40},
    {10, "智能制造车间（演示点位）", "两江新区", "讲解员七（演示）", 60, 35, 40},
};

static struct err *add_stops(struct demo *d, size_t course)
{
    struct call *c = d->c;
    int64_t ordinal = 0;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        if (stops[i].course != course) continue;
        TRY(db_run(c->db, c->arena, &sql_demo_course_stop_insert,
                   VALS(v_int(call_id(c)), v_int(d->course_ids[course]), v_int(++ordinal), v_cstr(stops[i].name),
                        v_cstr(stops[i].address), v_cstr(stops[i].guide), v_int(stops[i].minutes),
                        v_int(stops[i].travel_minutes), v_int(stops[i].seats)),
                   NULL));
    }
    return NULL;
}

static struct err *add_course(struct demo *d, size_t i)
{
    struct call *c = d->c;
    const struct demo_course *course = &demo_courses[i];
    const struct demo_org *academy = demo_org_at(d, d->academy);
    const struct demo_person *teacher = demo_person_at(d, academy->first_person + i % 5);
    struct text_reading keys;
    text_read(c->arena, str_of(course->title), TEXT_WORDS, &keys);
    d->course_ids[i] = call_id(c);
    TRY(db_run(c->db, c->arena, &sql_demo_course_insert,
               VALS(v_int(d->course_ids[i]), v_int(academy->id), v_text(str_printf(c->arena, "DEMO-%02zu", i + 1)),
                    v_cstr(course->title), v_cstr(course->kind), v_int(course->hours_centi), v_cstr(course->summary),
                    v_text(STR("")), v_int(teacher->id), v_id(i == 0 ? d->media_id : 0), v_text(keys.pinyin_sort),
                    v_int(c->now_us)),
               NULL));
    TRY(add_stops(d, i));
    struct search_text text = {str_of(course->title), &keys};
    return search_add(c, "course", d->course_ids[i], &text, 1);
}

static struct err *share(struct demo *d, const struct sql *sql, int64_t id, size_t org)
{
    return db_run(d->c->db, d->c->arena, sql, VALS(v_int(id), v_int(demo_org_at(d, org)->id), v_int(d->c->now_us)),
                  NULL);
}

static struct err *add_unit(struct demo *d, int64_t module_id, int64_t ordinal, size_t course)
{
    struct call *c = d->c;
    d->unit_ids[course] = call_id(c);
    return db_run(c->db, c->arena, &sql_demo_programme_unit_insert,
                  VALS(v_int(d->unit_ids[course]), v_int(module_id), v_int(d->programme_id), v_int(ordinal),
                       v_int(d->course_ids[course]), v_cstr(demo_courses[course].kind),
                       v_cstr(demo_courses[course].title), v_int(demo_courses[course].hours_centi)),
                  NULL);
}

static struct err *add_module(struct demo *d, int64_t ordinal, const char *title, const size_t *courses, size_t n)
{
    struct call *c = d->c;
    int64_t id = call_id(c);
    TRY(db_run(c->db, c->arena, &sql_demo_programme_module_insert,
               VALS(v_int(id), v_int(d->programme_id), v_int(ordinal), v_cstr(title)), NULL));
    for (size_t i = 0; i < n; i++) TRY(add_unit(d, id, (int64_t)i + 1, courses[i]));
    return NULL;
}

static struct err *add_programme(struct demo *d)
{
    static const size_t theory[] = {0, 1, 2}, practice[] = {5, 6, 8}, together[] = {12, 13, 11};
    struct call *c = d->c;
    const char *title = "成渝地区双城经济圈建设专题培训方案";
    struct text_reading keys;
    text_read(c->arena, str_of(title), TEXT_WORDS, &keys);
    d->programme_id = call_id(c);
    TRY(db_run(c->db, c->arena, &sql_demo_programme_insert,
               VALS(v_int(d->programme_id), v_int(demo_org_at(d, d->academy)->id), v_cstr(title),
                    v_cstr("section_leaders"), v_cstr("把握战略部署，学习典型案例，走进现场，结合本地实际研讨。"),
                    v_int(2250), v_int(400), v_text(keys.pinyin_sort), v_int(c->now_us)),
               NULL));
    TRY(add_module(d, 1, "理论教学模块", theory, 3));
    TRY(add_module(d, 2, "案例与现场教学模块", practice, 3));
    TRY(add_module(d, 3, "研讨交流模块", together, 3));
    return share(d, &sql_demo_programme_share_insert, d->programme_id, d->root);
}

struct err *demo_make_courses(struct demo *d)
{
    struct call *c = d->c;
    TRY(db_run(c->db, c->arena, &sql_demo_media_insert,
               VALS(v_int(d->media_id), v_int(demo_org_at(d, d->academy)->id),
                    v_cstr("演示讲座：成渝地区双城经济圈建设"), v_cstr("lecture.mp4"), v_int(media_lecture_seconds),
                    v_int(c->now_us)),
               NULL));
    for (size_t i = 0; i < demo_course_count; i++) {
        TRY(add_course(d, i));
        TRY(share(d, &sql_demo_course_share_insert, d->course_ids[i], d->root));
    }
    return add_programme(d);
}
