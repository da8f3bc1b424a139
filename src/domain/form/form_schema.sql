-- step 1: templates of forms with their versions, and what was issued with a number
-- A row is never changed but for `withdrawn`: the newest row of an organisation and kind counts, unless it is withdrawn.
CREATE TABLE form_template (
    id {int64} NOT NULL PRIMARY KEY,
    kind {text} NOT NULL CHECK (kind IN ('leave', 'assess', 'roll', 'people', 'certificate', 'statement')),
    org_id {int64} REFERENCES org (id),
    revision {int64} NOT NULL,
    title {text} NOT NULL,
    intro {text} NOT NULL,
    notes {text} NOT NULL,
    footer {text} NOT NULL,
    signs {text} NOT NULL,
    logo {text} NOT NULL,
    withdrawn {int64} NOT NULL,
    created_at {int64} NOT NULL,
    created_by {int64}
) {strict};
CREATE UNIQUE INDEX form_template_by_org ON form_template (org_id, kind, revision);
CREATE INDEX form_template_by_kind ON form_template (kind, id);
-- What was issued stays as it was: `facts` is what is printed. `key` says what it is for; one is valid at a time.
CREATE TABLE form_issue (
    id {int64} NOT NULL PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    kind {text} NOT NULL CHECK (kind IN ('certificate', 'statement')),
    person_id {int64} NOT NULL REFERENCES person (id),
    class_id {int64} REFERENCES class (id),
    org_path {text} NOT NULL,
    template_id {int64} NOT NULL REFERENCES form_template (id),
    key {text} NOT NULL,
    facts {text} NOT NULL,
    issued_at {int64} NOT NULL,
    issued_by {int64},
    revoked_at {int64},
    revoked_by {int64},
    reason {text} NOT NULL
) {strict};
CREATE UNIQUE INDEX form_issue_valid ON form_issue (key) WHERE revoked_at IS NULL;
CREATE INDEX form_issue_by_class ON form_issue (class_id, id);
CREATE INDEX form_issue_by_person ON form_issue (person_id, id);
-- Numbers that were asked for and do not exist, by address, so that nobody tries them all.
CREATE TABLE form_try (
    peer {text} NOT NULL PRIMARY KEY,
    since_at {int64} NOT NULL,
    tries {int64} NOT NULL
) {strict};
INSERT INTO form_template (id, kind, org_id, revision, title, intro, notes, footer, signs, logo, withdrawn, created_at, created_by)
VALUES
    (1, 'leave', NULL, 1, '学员请假审批表', '', '说明：请假由班主任、教务处、分管校领导、组织部门按请假时间长短逐级审批；假满应及时销假。',
     '', '["班主任意见","教务处意见","分管校领导意见","组织部门意见","销假记录"]', '', 0, 0, NULL),
    (2, 'assess', NULL, 1, '干部学习考核表', '', '考核等次分为优秀、良好、合格、不合格。本表一式两份，存培训机构和干部人事档案。', '',
     '["自我小结","小组评鉴","班主任意见","考核等次","培训机构意见"]', '', 0, 0, NULL),
    (3, 'roll', NULL, 1, '学员考勤表', '', '符号：√ 出勤　△ 迟到　○ 请假　× 缺勤', '', '["班主任（签字）","记录人（签字）"]', '', 0, 0, NULL),
    (4, 'people', NULL, 1, '学员名册', '', '', '', '[]', '', 0, 0, NULL),
    (5, 'certificate', NULL, 1, '结业证书',
     '【姓名】同志于【开始日期】至【结束日期】参加【主办单位】举办的“【班次】”培训，学完规定课程，计【学时】学时，成绩合格，准予结业。', '', '',
     '["【主办单位】"]', '', 0, 0, NULL),
    (6, 'statement', NULL, 1, '干部教育培训学时证明',
     '兹证明【姓名】同志（【单位】）自【开始日期】至【结束日期】参加教育培训，累计集中培训【学时】学时（【天数】天）、网络自学【网络学时】学时。明细如下：',
     '本证明依据学时账本自动生成，扫描二维码可核验真伪。', '', '["出具单位（盖章）"]', '', 0, 0, NULL);
-- step 2: what was issued below an organisation that moves is found by its path
CREATE INDEX form_issue_by_org ON form_issue (org_path);
