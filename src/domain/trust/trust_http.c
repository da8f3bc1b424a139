/* domain/trust/trust_http.c: routes, the module. */
#include "api/job.h"
#include "api/module.h"
#include "domain/org/org.h"
#include "domain/trust/trust_private.h"
#include "trust_sql.h"

static const struct route_param within_params[] = {ORG_UNDER_PARAM, {"perm", SHAPE_TEXT, "权限", "permission"}, {0}};
static const struct route_param perm_params[] = {{"perm", SHAPE_TEXT, "权限", "permission"}, {0}};

static const struct route routes[] = {
    {GET, "/access", TX_HEAVY, PERM_ACCOUNT_READ, ROUTE_PAGE, NULL, &trust_grant_shape, &trust_within_page,
     "谁有权限；under 限定范围，perm 限定权限", "Who may: `under` bounds the tree, `perm` the permission",
     trust_get_within, .params = within_params},
    {GET, "/access/people", TX_HEAVY, PERM_ACCOUNT_READ, ROUTE_PAGE, NULL, &trust_subject_shape, &trust_subject_page,
     "可询问的人员；under 限定范围", "People to ask about; `under` bounds the tree", trust_get_subjects,
     .params = org_under_params},
    {GET, "/access/people/{person_id}", TX_HEAVY, PERM_ACCOUNT_READ, ROUTE_PAGE, NULL, &trust_grant_shape,
     &trust_reach_page, "谁能看到这个人；perm 限定权限", "Who sees that person; `perm` bounds the permission",
     trust_get_person_grants, .params = perm_params},
    {GET, "/access/people/{person_id}/duties", TX_READ, PERM_ACCOUNT_READ, 0, NULL, &trust_duties_shape, NULL,
     "谁因班次职责能看到这个人", "Who sees that person by a duty in a class", trust_get_person_duties},
    {GET, "/access/orgs/{org_id}", TX_HEAVY, PERM_ACCOUNT_READ, ROUTE_PAGE, NULL, &trust_grant_shape, &trust_reach_page,
     "谁能看到这个单位；perm 限定权限", "Who sees that organisation; `perm` bounds the permission",
     trust_get_org_grants, .params = perm_params},
    {GET, "/access/routes", TX_READ, PERM_ACCOUNT_READ, 0, NULL, &trust_routes_shape, NULL, "每项功能所需的权限",
     "The permission that each function takes", trust_get_routes},
    {GET, "/my/access", TX_HEAVY, PERM_SELF, ROUTE_PAGE, NULL, &trust_grant_shape, &trust_reach_page,
     "谁能看到我的数据；perm 限定权限", "Who sees my data; `perm` bounds the permission", trust_get_own_grants,
     .params = perm_params},
    {GET, "/my/access/duties", TX_READ, PERM_SELF, 0, NULL, &trust_duties_shape, NULL, "谁因班次职责能看到我",
     "Who sees me by a duty in a class", trust_get_own_duties},
    {POST, "/my/data", TX_WRITE, PERM_SELF, ROUTE_RAW | ROUTE_SECRET_REPLY, NULL, NULL, NULL,
     "带走自己的全部数据（zip：data.json 和每类一张 csv 表）",
     "Takes all of one's own data along: a zip with data.json and a .csv of each table", trust_take, trust_take_prepare,
     .raw_type = "application/zip"},
    {GET, "/my/data", TX_HEAVY, PERM_SELF, ROUTE_SHEET, NULL, NULL, NULL, "自己的全部数据（Excel，每类一张工作表）",
     "All of one's own data as .xlsx, a sheet for each kind", trust_take_book},
    {GET, "/my/corrections", TX_READ, PERM_SELF, ROUTE_PAGE, NULL, &trust_correction_shape, &trust_correction_own_page,
     "自己的更正申请", "One's own requests for correction", trust_get_own_corrections},
    {POST, "/my/corrections", TX_WRITE, PERM_SELF, 0, &trust_correction_shape, &trust_correction_shape, NULL,
     "申请更正关于自己的记录", "Asks for a correction of what is on record about oneself", trust_post_correction},
    {GET, "/corrections", TX_HEAVY, PERM_PERSON_EDIT, ROUTE_PAGE, NULL, &trust_correction_shape, &trust_correction_page,
     "更正申请；under 限定范围", "Requests for correction; `under` bounds the tree", trust_get_corrections,
     .params = org_under_params},
    {POST, "/corrections/{correction_id}/answer", TX_WRITE, PERM_PERSON_EDIT, 0, &trust_correction_answer_shape,
     &trust_correction_shape, NULL, "采纳或不予采纳，说明理由", "Accepts or refuses it, with a reason",
     trust_answer_correction},
    {GET, "/retention", TX_READ, PERM_ACCOUNT_READ, 0, NULL, &trust_retentions_shape, NULL,
     "各类数据保留多久，上次清理了多少", "How long what is kept, and what the last run removed", trust_get_retention},
    {POST, "/retention", TX_WRITE, PERM_ROLE_GRANT, 0, &trust_retention_shape, &trust_retentions_shape, NULL,
     "从某天起的新保留期限", "A new time of keeping, from a day on", trust_post_retention},
};

static const struct job_kind jobs[] = {{"trust.retain", TRUST_RETAIN_EVERY_S, trust_retain_run}};

static const struct reaction reactions[] = {{"org.moved", trust_on_org_moved}, {"person.moved", trust_on_person_moved}};

const struct module trust_module = {.name = "trust",
                                    .schema = &trust_schema,
                                    .statements = trust_statements,
                                    .statement_count = &trust_statement_count,
                                    .routes = routes,
                                    .route_count = sizeof routes / sizeof *routes,
                                    .jobs = jobs,
                                    .job_count = sizeof jobs / sizeof *jobs,
                                    .reactions = reactions,
                                    .reaction_count = sizeof reactions / sizeof *reactions};
