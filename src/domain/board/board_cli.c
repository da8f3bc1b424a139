/* domain/board/board_cli.c: `tongke verify`: everything that is derived is worked out again and compared. */
#include "api/module.h"
#include "db/tables.h"
#include "domain/account/account.h"
#include "domain/board/board_private.h"
#include "domain/ledger/ledger.h"

#include <stdio.h>
#include <string.h>

struct verdict {
    struct list pages; /* faults of the database file */
    struct ledger_check ledger;
    struct norm_check norm;
    struct board_check board, days;
    int64_t recounts; /* of past days */
    struct account_audit_check audit;
};

static struct err *verify(struct call *c, struct verdict *v)
{
    TRY(tables_check(c->db, c->arena, true, &v->pages));
    TRY(ledger_verify(c, &v->ledger));
    TRY(account_audit_verify(c, &v->audit));
    TRY(norm_verify(c, &v->norm));
    TRY(board_verify(c, &v->board));
    return board_verify_days(c, v->recounts, &v->days);
}

static struct err *read_recounts(struct cli *cli, int64_t *ret_days)
{
    *ret_days = 0;
    for (int i = 0; i < cli->argc; i++) {
        if (strcmp(cli->argv[i], "--recount") != 0) continue;
        if (i + 1 < cli->argc && str_int64(str_of(cli->argv[i + 1]), ret_days) && *ret_days > 0) return NULL;
        FAIL(cli->arena, ERR_INVALID, "board.recount", "--recount 后面应是天数，如 --recount 12。",
             "--recount wants a number of days, as in --recount 12.");
    }
    return NULL;
}

static struct err *in_one_snapshot(struct call *c, struct verdict *v)
{
    TRY(db_begin_read(c->db, c->arena));
    struct err *e = verify(c, v);
    db_rollback(c->db);
    return e;
}

static void print_faults(const struct list *faults)
{
    for (LIST_EACH(*faults, struct str, fault)) printf("  ! %.*s\n", STR_ARG(*fault));
}

static void print_part(bool en, const char *zh_name, const char *en_name, int64_t checked, int64_t wrong,
                       const struct list *faults)
{
    if (en)
        printf("%-14s %12lld checked, %lld wrong\n", en_name, (long long)checked, (long long)wrong);
    else
        printf("%s：核验 %lld 项，不符 %lld 项\n", zh_name, (long long)checked, (long long)wrong);
    print_faults(faults);
}

int board_cli_verify(struct cli *cli)
{
    struct verdict v = {0};
    bool en = cli->lang == LANG_EN;
    struct err *e = read_recounts(cli, &v.recounts);
    if (!e) e = in_one_snapshot(cli->call, &v);
    if (e) {
        fprintf(stderr, "tongke: %.*s\n", STR_ARG(en ? e->en : e->zh));
        return 3;
    }
    print_part(en, "数据库文件", "database file", 1, (int64_t)v.pages.n, &v.pages);
    print_part(en, "学时记录", "ledger entries", v.ledger.entries, v.ledger.broken, &v.ledger.faults);
    print_part(en, "达标状态", "norm states", v.norm.statuses, v.norm.wrong, &v.norm.faults);
    print_part(en, "概览计数", "board cells", v.board.cells, v.board.wrong, &v.board.faults);
    print_part(en, "概览历史日", "past days", v.days.days, v.days.wrong, &v.days.faults);
    struct list broken = {&v.audit.first, v.audit.broken ? 1 : 0, 0};
    print_part(en, "审计日志封存段", "audit chapters", v.audit.chapters, v.audit.broken, &broken);
    if (v.norm.waiting)
        printf(en ? "%lld people await the daily refresh of their states; the server does it by itself.\n"
                  : "%lld 人的状态待每日刷新，服务运行时自动完成。\n",
               (long long)v.norm.waiting);
    if (v.days.since)
        printf(en ? "%lld cells of past days would be counted otherwise today: what was entered since.\n"
                  : "历史日中有 %lld 项如今重新统计会不同：统计之后又有登记。\n",
               (long long)v.days.since);
    bool good = v.days.wrong == 0 && v.pages.n == 0 && v.ledger.broken == 0 && v.norm.wrong == 0 &&
                v.board.wrong == 0 && v.audit.broken == 0;
    puts(good ? (en ? "All of it holds." : "全部相符。")
              : (en ? "NOT everything holds: see above." : "有不符之处，见上。"));
    return good ? 0 : 1;
}
