/* domain/form/form_module.c: the table of routes, and the module. */
#include "api/module.h"
#include "domain/form/form.h"
#include "domain/form/form_private.h"
#include "form_sql.h"

/* Bounds: one's own papers, a duty in the class, the host's tree, the ledger's owner (see the handlers). */
static const struct route_param roll_params[] = {{"from", SHAPE_DATE, "从哪天起", "from this day"},
                                                 {"until", SHAPE_DATE, "到哪天为止", "until this day"},
                                                 {"blank", SHAPE_BOOL, "为 true 时是空白表", "true: an empty sheet"},
                                                 {0}};
static const struct route_param assess_params[] = {{"person", SHAPE_ID, "只要这个人的", "of this person only"}, {0}};
static const struct route_param version_params[] = {{"kind", SHAPE_TEXT, "哪种表单", "which form"}, {0}};

static const struct route routes[] = {
    {GET, "/leaves/{leave_id}/form", TX_HEAVY, PERM_SELF, ROUTE_RAW | ROUTE_OWN_SCOPE, NULL, NULL, NULL,
     "学员请假审批表（PDF）", "The leave request as PDF", form_http_leave, .raw_type = "application/pdf"},
    {GET, "/classes/{class_id}/forms/people", TX_HEAVY, PERM_LEAVE_DECIDE, ROUTE_RAW | ROUTE_OWN_SCOPE, NULL, NULL,
     NULL, "学员名册（PDF）", "The class list as PDF", form_http_people, .raw_type = "application/pdf"},
    {GET, "/classes/{class_id}/forms/roll", TX_HEAVY, PERM_LEAVE_DECIDE, ROUTE_RAW | ROUTE_OWN_SCOPE, NULL, NULL, NULL,
     "考勤表（PDF）；from、until 限定日期，blank=true 为空白表",
     "The attendance sheet as PDF; from, until bound it, blank=true leaves it empty", form_http_roll,
     .params = roll_params, .raw_type = "application/pdf"},
    {GET, "/classes/{class_id}/forms/assess", TX_HEAVY, PERM_SELF, ROUTE_RAW | ROUTE_OWN_SCOPE, NULL, NULL, NULL,
     "干部学习考核表（PDF），每人一页；person 限定一人", "Assessment forms as PDF, a page each; person= for one",
     form_http_assess, .params = assess_params, .raw_type = "application/pdf"},
    {GET, "/classes/{class_id}/certificates", TX_READ, PERM_CLASS_CONFIRM, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL,
     &form_issue_shape, &form_class_issue_page, "班次已出具的证书", "Certificates of a class", form_http_certificates},
    {POST, "/classes/{class_id}/certificates", TX_WRITE, PERM_CLASS_CONFIRM, ROUTE_OWN_SCOPE, &form_certify_in_shape,
     &form_certify_out_shape, NULL, "给结业学员出具证书；已有的不重复出具",
     "Issues certificates to those who completed; nobody gets a second one", form_http_certify},
    {GET, "/classes/{class_id}/certificates/pdf", TX_HEAVY, PERM_CLASS_CONFIRM, ROUTE_RAW | ROUTE_OWN_SCOPE, NULL, NULL,
     NULL, "班次的全部有效证书（PDF）", "All valid certificates of a class as one PDF", form_http_certificates_pdf,
     .raw_type = "application/pdf"},
    {POST, "/my/certificates", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &form_class_in_shape, &form_issue_shape, NULL,
     "领取我在某个班次的结业证书", "My certificate of a class", form_http_my_certificate},
    {POST, "/my/statements", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &form_span_in_shape, &form_issue_shape, NULL,
     "出具我的学时证明", "A statement of my ledger", form_http_my_statement},
    {POST, "/people/{person_id}/statements", TX_WRITE, PERM_LEDGER_READ, 0, &form_span_in_shape, &form_issue_shape,
     NULL, "出具某人的学时证明", "A statement of somebody's ledger", form_http_statement},
    {GET, "/my/issues", TX_READ, PERM_SELF, ROUTE_PAGE | ROUTE_OWN_SCOPE, NULL, &form_issue_shape,
     &form_person_issue_page, "我的证书和学时证明", "My certificates and statements", form_http_my_issues},
    {GET, "/issues/{issue_id}/pdf", TX_HEAVY, PERM_SELF, ROUTE_RAW | ROUTE_OWN_SCOPE, NULL, NULL, NULL,
     "一份证书或学时证明（PDF）", "A certificate or statement as PDF", form_http_issue_pdf,
     .raw_type = "application/pdf"},
    {POST, "/issues/{issue_id}/revoke", TX_WRITE, PERM_SELF, ROUTE_OWN_SCOPE, &form_revoke_in_shape, &form_issue_shape,
     NULL, "撤销一份证书或学时证明", "Revokes a certificate or statement", form_http_revoke},
    {POST, "/verify", TX_WRITE, PERM_PUBLIC, ROUTE_NO_AUDIT, &form_verify_in_shape, &form_verify_shape, NULL,
     "凭编号核验证书或学时证明，不需登录", "Is the paper with this number genuine? For everybody", form_http_verify},
    {GET, "/orgs/{org_id}/forms", TX_READ, PERM_CLASS_EDIT, 0, NULL, &form_template_list_shape, NULL,
     "在某单位生效的表单模板", "The templates that hold for an organisation", form_http_templates},
    {GET, "/orgs/{org_id}/forms/versions", TX_READ, PERM_CLASS_EDIT, 0, NULL, &form_template_list_shape, NULL,
     "某单位一种表单（kind）的各个版本", "The versions of one form (kind=) of an organisation", form_http_versions,
     .params = version_params},
    {POST, "/orgs/{org_id}/forms", TX_WRITE, PERM_CLASS_EDIT, 0, &form_template_shape, &form_template_shape, NULL,
     "保存表单模板的新版本", "Saves a new version of a template", form_http_save},
    {POST, "/orgs/{org_id}/forms/withdraw", TX_WRITE, PERM_CLASS_EDIT, 0, &form_kind_in_shape, &form_template_shape,
     NULL, "收回本单位的模板，改用上级的", "Takes the own template back; the one above counts again",
     form_http_withdraw},
    {POST, "/orgs/{org_id}/forms/preview", TX_HEAVY, PERM_CLASS_EDIT, ROUTE_RAW | ROUTE_NO_AUDIT, &form_template_shape,
     NULL, NULL, "预览表单模板（样张图片）", "A look at a template: a sample as a picture", form_http_preview,
     .raw_type = "image/png"},
};

static const struct reaction reactions[] = {{"ledger.reversed", form_on_reversed}, {"org.moved", form_on_org_moved}};

const struct module form_module = {
    .name = "form",
    .schema = &form_schema,
    .statements = form_statements,
    .statement_count = &form_statement_count,
    .routes = routes,
    .route_count = sizeof routes / sizeof *routes,
    .reactions = reactions,
    .reaction_count = sizeof reactions / sizeof *reactions,
};
