/* app/plan/plan_tell.c: what `tongke plan` prints, in the reader's language. */
#include "app/plan/plan_command_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static const char *pick(const struct plan_job *job, const char *zh, const char *en)
{
    return job->lang == LANG_EN ? en : zh;
}

static struct str person_name(const struct plan_job *job, int32_t p)
{
    return plan_name(job->arena, job->names.person, p);
}

static struct str offer_name(const struct plan_job *job, int32_t c)
{
    if (c == PLAN_OUT) return str_of(pick(job, "（未安排）", "(left out)"));
    return plan_name(job->arena, job->names.offer, c);
}

static int64_t peak_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

void tell_json(const struct plan_result *r, int64_t elapsed_us)
{
    printf("{\"seconds\":%.3f,\"peak_mb\":%" PRId64 ",\"objective\":%" PRId64 ",\"bound\":%" PRId64 ",\"fit\":%" PRId64
           ",\"gap_pct\":%.4f,\"gap_over_fit_pct\":%.4f,\"gap_per_person\":%.2f,\"left_out\":%d,\"decisions\":%d,"
           "\"stopped\":%s",
           (double)elapsed_us / 1e6, peak_mb(), r->objective, r->bound, r->fit, (double)plan_gap_ppm(r) / 1e4,
           (double)plan_gap_over_fit_ppm(r) / 1e4, (double)plan_gap_per_person_centi(r) / 100, r->left_out,
           r->decisions, r->stopped ? "true" : "false");
    if (r->foreign_bound) printf(",\"cbc_bound\":%" PRId64, r->foreign_bound);
    puts("}");
}

static void tell_foreign(const struct plan_job *job, const struct plan_result *r)
{
    if (!r->foreign_bound) return;
    printf(pick(job,
                "CBC 自己的下界 %" PRId64 "（相差 %" PRId64
                "）：这是 CBC 的说法，核对程序无法验证；由价格证明的是上面的下界。\n",
                "CBC's own bound %" PRId64 " (%" PRId64
                " away): its word, which the checker cannot prove; proven by prices is the bound above.\n"),
           r->foreign_bound, r->objective - r->foreign_bound);
}

static void tell_decisions(const struct plan_job *job, const struct plan_result *r)
{
    static const char *const zh[] = {"开班", "取消", "未满最低人数"}, *const en[] = {"runs", "is cancelled",
                                                                                     "stays short"};
    for (int32_t i = 0; i < r->decisions && i < 20; i++) {
        const struct plan_decision *d = &r->decision[i];
        printf(pick(job, "  班次 %.*s：%s（原有 %d 人，最低 %d 人", "  offer %.*s %s (had %d of at least %d"),
               STR_ARG(offer_name(job, d->offer)), pick(job, zh[d->run], en[d->run]), d->had, d->needed);
        if (d->cost_run >= 0)
            printf(pick(job, "，补足代价 %" PRId64, ", filling costs %" PRId64), d->cost_run);
        else
            printf("%s", pick(job, "，无法补足", ", cannot be filled"));
        if (d->cost_cancel >= 0)
            printf(pick(job, "，取消代价 %" PRId64, ", cancelling costs %" PRId64), d->cost_cancel);
        printf("%s\n", pick(job, "）", ")"));
    }
    if (r->decisions > 20)
        printf(pick(job, "  …… 另有 %d 项开班决定\n", "  … and %d more decisions\n"), r->decisions - 20);
}

void tell_result(const struct plan_job *job, const struct plan_result *r, int64_t elapsed_us)
{
    printf(
        pick(job, "%d 人，%d 个班次；安排 %d 人，未安排 %d 人。\n", "%d people, %d offers; %d placed, %d left out.\n"),
        r->people, r->offers, r->people - r->left_out, r->left_out);
    printf(pick(job, "目标值 %" PRId64 "，下界 %" PRId64 "，差距 %.4f%%（每人 %.2f，占匹配代价 %.4f%%）。\n",
                "Objective %" PRId64 ", bound %" PRId64 ", gap %.4f%% (%.2f a person, %.4f%% of the fit).\n"),
           r->objective, r->bound, (double)plan_gap_ppm(r) / 1e4, (double)plan_gap_per_person_centi(r) / 100,
           (double)plan_gap_over_fit_ppm(r) / 1e4);
    tell_foreign(job, r);
    tell_decisions(job, r);
    if (r->stopped) puts(pick(job, "已中止：这是目前最好的结果。", "Stopped: this is the best answer so far."));
    printf(pick(job, "用时 %.2f 秒，内存峰值 %" PRId64 " MB。\n", "%.2f s, %" PRId64 " MB at most.\n"),
           (double)elapsed_us / 1e6, peak_mb());
}

static const char *const breach_zh[] = {
    "被安排到不可参加的班次", "超过席位",         "低于最低人数",     "班次已取消却有人", "超过名额",   "低于名额下限",
    "单位外出人数超限",       "锁定的安排被改动", "两个班次时间重叠", "价格为负",         "目标值不符", "下界不成立"};
static const char *const breach_en[] = {"an offer that is not admissible",
                                        "more people than seats",
                                        "fewer people than the minimum",
                                        "people in a cancelled offer",
                                        "over the quota",
                                        "under the quota's minimum",
                                        "too many of the unit away",
                                        "a frozen place was changed",
                                        "two offers at once",
                                        "a negative price",
                                        "the objective is not what the places cost",
                                        "the bound does not follow from the prices"};

static void tell_breach(const struct plan_job *job, const struct plan_breach *b)
{
    printf("  %s", pick(job, breach_zh[b->kind], breach_en[b->kind]));
    if (b->person >= 0) printf(pick(job, "，人员 %.*s", ", person %.*s"), STR_ARG(person_name(job, b->person)));
    if (b->offer >= 0) printf(pick(job, "，班次 %.*s", ", offer %.*s"), STR_ARG(offer_name(job, b->offer)));
    if (b->unit >= 0)
        printf(pick(job, "，单位 %.*s", ", unit %.*s"), STR_ARG(plan_name(job->arena, job->names.unit, b->unit)));
    if (b->period >= 0) printf(pick(job, "，第 %d 期", ", period %d"), b->period + 1);
    printf(pick(job, "：%" PRId64 "，应为 %" PRId64 "\n", ": %" PRId64 " against %" PRId64 "\n"), b->have, b->limit);
}

void tell_verdict(const struct plan_job *job, const struct plan_result *r, const struct plan_verdict *v)
{
    for (int32_t i = 0; i < v->listed; i++) tell_breach(job, &v->breach[i]);
    if (v->breaches) {
        printf(pick(job, "有 %" PRId64 " 处不符。\n", "%" PRId64 " things are wrong.\n"), v->breaches);
        return;
    }
    printf(pick(job, "核对无误：目标值 %" PRId64 "，下界 %" PRId64 "，差距 %.4f%%，未安排 %d 人。\n",
                "All holds: objective %" PRId64 ", bound %" PRId64 ", gap %.4f%%, %d left out.\n"),
           v->objective, v->bound, (double)plan_gap_ppm(r) / 1e4, v->left_out);
    tell_foreign(job, r);
}

int32_t tell_constraints(const struct plan_job *job, const struct plan_result *r,
                         const struct plan_constraints *constraints)
{
    struct plan_constraint_breach *breach = arena_array(job->arena, struct plan_constraint_breach, constraints->n + 1);
    int32_t n = plan_check_constraints(&job->in, r, constraints, breach);
    for (int32_t i = 0; i < n; i++)
        printf(pick(job, "  约束“%.*s”没有做到：%d，应为 %d\n", "  constraint “%.*s” is broken: %d against %d\n"),
               STR_ARG(constraints->p[breach[i].constraint].name), breach[i].have, breach[i].limit);
    if (constraints->n && !n) printf(pick(job, "%d 条约束全部做到。\n", "All %d constraints hold.\n"), constraints->n);
    return n;
}

void tell_passed_over(const struct plan_job *job, int64_t people)
{
    printf(pick(job, "紧急程度不低于 %" PRId64 "、却被紧急程度更低者占去可坐席位而未安排的人：%" PRId64 "\n",
                "Left out with an urgency of %" PRId64
                " or more while somebody below holds a seat that they could take: %" PRId64 "\n"),
           job->passed, people);
}

/* ---- reasons ---- */

static const char *const obstacle_zh[] = {
    "还有空位",   "现在的安排",       "班次已满",  "所在组名额已满", "本单位外出人数已到上限",
    "班次已取消", "席位上的人已锁定", "此人已锁定"};
static const char *const obstacle_en[] = {"a seat is free",
                                          "the present place",
                                          "all seats are taken",
                                          "the quota of the group is full",
                                          "too many of the unit are away then",
                                          "the offer is cancelled",
                                          "those who sit there are frozen",
                                          "this person is frozen"};

static void tell_option(const struct plan_job *job, const struct plan_option *o)
{
    printf(pick(job, "  班次 %.*s，匹配 %d：%s", "  offer %.*s, fit %d: %s"), STR_ARG(offer_name(job, o->offer)),
           o->fit, pick(job, obstacle_zh[o->obstacle], obstacle_en[o->obstacle]));
    if (o->period >= 0) printf(pick(job, "（第 %d 期）", " (period %d)"), o->period + 1);
    if (o->obstacle == PLAN_OPEN)
        printf(pick(job, "，改去的代价 %+" PRId64, ", going there costs %+" PRId64), o->change);
    if (o->rival >= 0) {
        printf(pick(job, "；最先让位的是 %.*s（紧迫度 %d，改去 %.*s），总代价 %+" PRId64,
                    "; first to give way: %.*s (urgency %d, would go to %.*s), costing %+" PRId64 " in all"),
               STR_ARG(person_name(job, o->rival)), o->rival_urgency, STR_ARG(offer_name(job, o->rival_to)), o->change);
    } else if (o->obstacle == PLAN_FULL || o->obstacle == PLAN_QUOTA || o->obstacle == PLAN_CAP) {
        printf("%s", pick(job, "；没有人能单独让位", "; no one person could give way"));
    }
    puts("");
}

void tell_reason(const struct plan_job *job, const struct plan_reason *r)
{
    printf(pick(job, "人员 %.*s，紧迫度 %d：%.*s", "Person %.*s, urgency %d: %.*s"),
           STR_ARG(person_name(job, r->person)), r->urgency, STR_ARG(offer_name(job, r->offer)));
    if (r->offer >= 0) printf(pick(job, "，匹配 %d", ", fit %d"), r->fit);
    puts(pick(job, "。", "."));
    if (!r->options)
        puts(pick(job, "  没有可参加的班次：对象、级别、地域、专题、时间或已学课程不符。",
                  "  No offer is open to this person: audience, rank, place, topic, time or a course already taken."));
    for (int32_t i = 0; i < r->listed; i++) tell_option(job, &r->option[i]);
    if (r->listed < r->options)
        printf(pick(job, "  …… 另有 %d 个匹配更差的班次\n", "  … and %d offers that fit worse\n"),
               r->options - r->listed);
}

/* Always quoted: names may hold anything. */
static void put_cell(struct str text)
{
    putchar('"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"') putchar('"');
        putchar(text.p[i]);
    }
    fputs("\",", stdout);
}

void tell_reason_row(const struct plan_job *job, const struct plan_reason *r)
{
    static const char *const codes[] = {"open", "seated", "full", "quota", "cap", "not_run", "frozen", "not_asked"};
    const struct plan_option *best = r->listed ? &r->option[0] : NULL;
    put_cell(person_name(job, r->person));
    put_cell(r->offer < 0 ? (struct str){0} : offer_name(job, r->offer));
    printf("%d,%d,", r->urgency, r->fit);
    put_cell(best ? offer_name(job, best->offer) : (struct str){0});
    printf("%s,", best ? codes[best->obstacle] : "none");
    put_cell(str_of(best ? pick(job, obstacle_zh[best->obstacle], obstacle_en[best->obstacle])
                         : pick(job, "没有可参加的班次", "no offer is open to this person")));
    put_cell(best && best->rival >= 0 ? person_name(job, best->rival) : (struct str){0});
    if (best && (best->rival >= 0 || best->obstacle == PLAN_OPEN)) printf("%" PRId64, best->change);
    puts("");
}

void tell_substitution(const struct plan_job *job, int32_t person, const struct plan_substitution *s)
{
    if (!s->moves) {
        printf(pick(job, "没有人可以替补 %.*s。\n", "Nobody can take the place of %.*s.\n"),
               STR_ARG(person_name(job, person)));
        return;
    }
    for (int32_t i = 0; i < s->moves; i++)
        printf(pick(job, "  %.*s：%.*s → %.*s\n", "  %.*s: %.*s → %.*s\n"),
               STR_ARG(person_name(job, s->move[i].person)), STR_ARG(offer_name(job, s->move[i].from)),
               STR_ARG(offer_name(job, s->move[i].to)));
    printf(pick(job, "与空着相比 %+" PRId64 "%s\n", "%+" PRId64 " against an empty seat%s\n"), s->change,
           s->of_unit ? pick(job, "；名额留在本单位", "; the seat stays with the unit") : "");
}
