// Printed by `tongke typescript`. Do not edit.

export interface Page<T> { items: T[]; next: string | null; total?: number }
export interface Problem { type: string; title: string; status: number; detail: string; code: string; field?: string }

export interface Job {
  /** 编号 / id */
  id: string
  /** 种类 / kind */
  kind: string | null
  /** 状态 / state */
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled' | null
  /** 对象 / what it is about */
  subject_id: string | null
  /** 提交账号 / account that asked */
  account_id: string | null
  /** 已完成 / done */
  done: number
  /** 总数 / of */
  total: number
  /** 正在做什么 / what it does now */
  note: string | null
  /** 结果 / result */
  result: unknown
  /** 出错原因 / what went wrong */
  problem: unknown
  /** 提交时间 / asked for at */
  created_at: string | null
  /** 开始时间 / started at */
  started_at: string | null
  /** 结束时间 / ended at */
  ended_at: string | null
}

export interface Org {
  /** 编号 / Id */
  id: string
  /** 上级编号 / Parent */
  parent_id: string | null
  /** 上级名称 / Name of the parent */
  parent_name: string | null
  /** 路径 / Path */
  path: string | null
  /** 代码 / Code */
  code: string | null
  /** 名称 / Name */
  name: string | null
  /** 简称 / Short name */
  short_name: string | null
  /** 类型 / Kind */
  kind: 'city' | 'academy' | 'district' | 'school' | 'industry_school' | 'township' | 'unit' | null
  /** 层级 / Level */
  level: 'municipal' | 'district' | 'township' | null
  /** 是教学机构 / Gives classes */
  is_school: boolean
  /** 是教学点 / Receives lessons */
  is_site: boolean
  /** 座位数 / Seats */
  seats: number
  /** 拼音 / Pinyin */
  pinyin: string | null
  /** 首字母 / Initials */
  initials: string | null
  /** 状态 / State */
  state: 'active' | 'closed' | null
  /** 排序号 / Place among its siblings */
  ordinal: number
  /** 下级数 / Organisations directly below */
  child_count: number
  /** 版本 / Version */
  version: number
  /** 建立时间 / Made at */
  created_at: string | null
  /** 修改时间 / Changed at */
  updated_at: string | null
  /** 各级上级 / The way down from the city */
  ancestors: OrgStep[]
}

export interface OrgStep {
  /** 编号 / Id */
  id: string
  /** 名称 / Name */
  name: string | null
  /** 简称 / Short name */
  short_name: string | null
  /** 路径 / Path */
  path: string | null
}

export interface OrgTree {
  /** 组织，上级在前 / Organisations, parents first */
  items: Org[]
}

export interface OrgNew {
  /** 上级编号 / Parent */
  parent_id: string
  /** 类型 / Kind */
  kind: 'city' | 'academy' | 'district' | 'school' | 'industry_school' | 'township' | 'unit' | null
  /** 层级 / Level */
  level: 'municipal' | 'district' | 'township' | null
  /** 代码 / Code */
  code: string | null
  /** 名称 / Name */
  name: string
  /** 简称 / Short name */
  short_name: string | null
  /** 是教学机构 / Gives classes */
  is_school: boolean
  /** 是教学点 / Receives lessons */
  is_site: boolean
  /** 座位数 / Seats */
  seats: number
  /** 排序号 / Place among its siblings */
  ordinal: number
}

export interface OrgChange {
  /** 代码 / Code */
  code: string | null
  /** 名称 / Name */
  name: string
  /** 简称 / Short name */
  short_name: string | null
  /** 是教学机构 / Gives classes */
  is_school: boolean
  /** 是教学点 / Receives lessons */
  is_site: boolean
  /** 座位数 / Seats */
  seats: number
  /** 排序号 / Place among its siblings */
  ordinal: number
  /** 状态 / State */
  state: 'active' | 'closed' | null
}

export interface OrgMoveIn {
  /** 新上级 / New parent */
  parent_id: string
  /** 原因 / Reason */
  reason: string
}

export interface Person {
  /** 编号 / Id */
  id: string
  /** 单位编号 / Unit */
  org_id: string | null
  /** 单位 / Name of the unit */
  org_name: string | null
  /** 单位路径 / Path of the unit */
  org_path: string | null
  /** 姓名 / Name */
  name: string | null
  /** 拼音 / Pinyin */
  pinyin: string | null
  /** 首字母 / Initials */
  initials: string | null
  /** 性别 / Gender */
  gender: 'male' | 'female' | null
  /** 身份证号（隐去中间十位） / Citizen number, masked */
  citizen_mask: string | null
  /** 职务职级 / Rank */
  rank_code: string | null
  /** 培训对象类别 / Audience */
  audience_code: string | null
  /** 职务 / Post */
  post: string | null
  /** 担任领导职务 / Holds a leading post */
  is_leader: boolean
  /** 任现职日期 / Promoted on */
  promoted_on: string | null
  /** 状态 / State */
  state: 'active' | 'left' | null
  /** 演示数据 / Made up for the demo */
  demo: boolean
  /** 版本 / Version */
  version: number
  /** 建立时间 / Made at */
  created_at: string | null
  /** 修改时间 / Changed at */
  updated_at: string | null
}

export interface PersonNew {
  /** 单位编号 / Unit */
  org_id: string
  /** 姓名 / Name */
  name: string
  /** 性别 / Gender */
  gender: 'male' | 'female' | null
  /** 身份证号 / Citizen number */
  citizen_no: string | null
  /** 职务职级 / Rank */
  rank_code: string | null
  /** 任现职级日期 / Rank held since */
  rank_from_on: string | null
  /** 培训对象类别 / Audience */
  audience_code: string | null
  /** 职务 / Post */
  post: string | null
  /** 担任领导职务 / Holds a leading post */
  is_leader: boolean
  /** 任现职日期 / Promoted on */
  promoted_on: string | null
  /** 进入单位日期 / In the unit since */
  joined_on: string | null
}

export interface PersonMatchIn {
  /** 名单，每行一人 / Lines, one person each */
  lines: string[]
  /** 范围 / Part of the tree */
  under: string | null
}

export interface PersonMatchOut {
  /** 逐行结果 / One result a line */
  items: PersonMatchLine[]
}

export interface PersonMatchLine {
  /** 行号 / Line, from 1 */
  line: number
  /** 原文 / As pasted */
  text: string | null
  /** 姓名 / Name */
  name: string | null
  /** 单位 / Unit */
  unit: string | null
  /** 结果 / Result */
  state: 'one' | 'many' | 'none' | null
  /** 找到的人员 / People found */
  people: Person[]
}

export interface PersonChange {
  /** 姓名 / Name */
  name: string
  /** 性别 / Gender */
  gender: 'male' | 'female' | null
  /** 身份证号（不填则不变） / Citizen number (empty: as it is) */
  citizen_no: string | null
  /** 培训对象类别 / Audience */
  audience_code: string | null
  /** 职务 / Post */
  post: string | null
  /** 状态 / State */
  state: 'active' | 'left' | null
}

export interface PersonHistory {
  /** 历任职务职级 / Ranks held */
  ranks: PersonRank[]
  /** 历任单位 / Units belonged to */
  orgs: PersonOrg[]
}

export interface PersonRank {
  /** 编号 / Id */
  id: string
  /** 人员 / Person */
  person_id: string | null
  /** 职务职级 / Rank */
  rank_code: string | null
  /** 档次 / Band */
  band: 'division_up' | 'section_down' | null
  /** 次序 / Order of the rank */
  ordinal: number
  /** 领导职务 / A leading post */
  is_leader: boolean
  /** 起 / From */
  from_on: string | null
  /** 止（含） / Last day */
  until_on: string | null
  /** 说明 / Note */
  note: string | null
}

export interface PersonOrg {
  /** 编号 / Id */
  id: string
  /** 人员 / Person */
  person_id: string | null
  /** 单位编号 / Unit */
  org_id: string | null
  /** 单位 / Name of the unit */
  org_name: string | null
  /** 起 / From */
  from_on: string | null
  /** 止（含） / Last day */
  until_on: string | null
}

export interface PersonRankNew {
  /** 职务职级 / Rank */
  rank_code: string
  /** 领导职务 / A leading post */
  is_leader: boolean
  /** 任职日期 / From */
  from_on: string
  /** 说明 / Note */
  note: string | null
}

export interface PersonTransfer {
  /** 调入单位 / New unit */
  org_id: string
  /** 调入日期 / From */
  from_on: string
}

export interface RankList {
  /** 职务职级 / Ranks */
  items: Rank[]
}

export interface Rank {
  /** 代码 / Code */
  code: string | null
  /** 名称 / Chinese name */
  name_zh: string | null
  /** 英文名称 / English name */
  name_en: string | null
  /** 次序 / Order, 1 is the highest */
  ordinal: number
  /** 档次 / Band */
  band: 'division_up' | 'section_down' | null
}

export interface AudienceList {
  /** 培训对象类别 / Audiences */
  items: Audience[]
}

export interface Audience {
  /** 代码 / Code */
  code: string | null
  /** 名称 / Chinese name */
  name_zh: string | null
  /** 英文名称 / English name */
  name_en: string | null
  /** 次序 / Order */
  ordinal: number
}

export interface SignIn {
  /** 登录名 / Login */
  login: string
  /** 密码 / Password */
  password: string
  /** 二次验证码或恢复码 / Code of the second factor, or a recovery code */
  code: string | null
}

export interface Session {
  /** 账号 / Account */
  account_id: string | null
  /** 人员 / Person */
  person_id: string | null
  /** 姓名 / Name */
  name: string | null
  /** 登录名 / Login */
  login: string | null
  /** 写操作须在 X-CSRF-Token 头中带上 / To be sent as X-CSRF-Token with every write */
  csrf: string | null
  /** 须先修改密码 / The password must be changed first */
  must_change: boolean
  /** 须先设置二次验证 / The second factor must be set up first */
  factor_due: boolean
  /** 角色 / Roles */
  roles: SessionRole[]
  /** 在某处拥有的权限 / Permissions held somewhere */
  permissions: string[]
}

export interface SessionRole {
  /** 角色 / Role */
  role: 'sysadmin' | 'secadmin' | 'auditor' | 'office' | 'school_admin' | 'class_manager' | 'teacher' | 'site_leader' | 'liaison' | 'learner' | null
  /** 组织 / Organisation */
  org_id: string | null
  /** 组织名称 / Name of the organisation */
  org_name: string | null
  /** 路径 / Path */
  path: string | null
}

export interface PasswordChange {
  /** 原密码 / Old password */
  old: string
  /** 新密码 / New password */
  password: string
}

export interface FactorState {
  /** 已启用 / in use */
  on: boolean
  /** 按策略必须启用 / demanded by the policy */
  required: boolean
  /** 启用时间 / in use since */
  on_since: string | null
  /** 剩余恢复码 / recovery codes left */
  recovery_left: number
}

export interface FactorBegun {
  /** 密钥（可手工输入） / secret, to be typed in */
  secret: string | null
  /** otpauth 地址 / otpauth address */
  uri: string | null
  /** 二维码（SVG） / QR code as SVG */
  qr: string | null
}

export interface FactorCode {
  /** 验证码或恢复码 / code */
  code: string
}

export interface FactorCodes {
  /** 恢复码（只显示这一次） / recovery codes, shown this once */
  recovery_codes: string[]
}

export interface AccountPolicyRows {
  /** 策略，过去的也在内 / policies, past ones too */
  items: AccountPolicyRow[]
}

export interface AccountPolicyRow {
  /** 策略 / policy */
  code: string
  /** 起用日期 / from */
  from_on: string
  /** 停用日期 / last day */
  until_on: string | null
  /** 值 / value */
  value_int: number
  /** 单位 / unit */
  unit: string | null
  /** 依据 / source */
  source: string
}

export interface Account {
  /** 编号 / Id */
  id: string
  /** 人员 / Person */
  person_id: string | null
  /** 姓名 / Name */
  name: string | null
  /** 登录名 / Login */
  login: string | null
  /** 所属组织路径 / Path of the organisation */
  org_path: string | null
  /** 状态 / State */
  state: 'active' | 'disabled' | null
  /** 须改密码 / Must change the password */
  must_change: boolean
  /** 锁定至 / Locked until */
  locked_until: string | null
  /** 版本 / Version */
  version: number
  /** 建立时间 / Made at */
  created_at: string | null
}

export interface AccountNew {
  /** 人员（系统账号不填） / Person, none for system accounts */
  person_id: string | null
  /** 名称（系统账号） / Name, for system accounts */
  name: string | null
  /** 登录名 / Login */
  login: string
  /** 初始密码 / First password */
  password: string
}

export interface PasswordReset {
  /** 新密码 / New password */
  password: string
}

export interface AccountRoles {
  /** 授权，已撤销的也在内 / Roles, revoked ones too */
  items: AccountRole[]
}

export interface AccountRole {
  /** 编号 / Id */
  id: string
  /** 账号 / Account */
  account_id: string | null
  /** 角色 / Role */
  role: 'sysadmin' | 'secadmin' | 'auditor' | 'office' | 'school_admin' | 'class_manager' | 'teacher' | 'site_leader' | 'liaison' | 'learner' | null
  /** 组织（含下级） / Organisation, with all below */
  org_id: string
  /** 组织名称 / Name of the organisation */
  org_name: string | null
  /** 路径 / Path */
  path: string | null
  /** 生效日期 / From */
  from_on: string | null
  /** 截止日期（含） / Last day */
  until_on: string | null
  /** 授权时间 / Granted at */
  granted_at: string | null
  /** 撤销时间 / Revoked at */
  revoked_at: string | null
}

export interface AuditChapter {
  /** 编号 / id */
  id: string
  /** 起（不含） / after this line */
  after_id: string | null
  /** 止（含） / last line */
  last_id: string | null
  /** 条数 / lines */
  lines: number
  /** 校验值 / hash */
  hash: string | null
  /** 封存时间 / sealed at */
  sealed_at: string | null
}

export interface AuditLine {
  /** 编号 / Id */
  id: string
  /** 时间 / At */
  at: string | null
  /** 账号 / Account */
  account_id: string | null
  /** 人员 / Person */
  person_id: string | null
  /** 姓名 / Name */
  name: string | null
  /** 操作 / Action */
  action: string | null
  /** 结果 / Status */
  status: number
  /** 对象 / Object */
  object_id: string | null
  /** 组织路径 / Path of the organisation */
  org_path: string | null
  /** 内容 / Detail */
  detail: string | null
  /** 来源地址 / Address */
  peer: string | null
}

export interface Notice {
  /** 编号 / id */
  id: string
  /** 种类 / kind */
  kind: string | null
  /** 标题 / title */
  title: string | null
  /** 内容 / body */
  body: string | null
  /** 打开的页面 / page to open */
  link: string | null
  /** 时间 / at */
  created_at: string | null
  /** 已读时间 / read at */
  read_at: string | null
}

export interface NoticeUnread {
  /** 未读通知数 / unread notices */
  unread: number
  /** 还有更多 / there are more */
  more: boolean
}

export interface NoticeRead {
  /** 读到哪一条（含） / up to and with this one */
  upto_id: string
}

export interface NoticePrefs {
  /** 各类通知 / topics */
  topics: NoticePref[]
}

export interface NoticePref {
  /** 事项 / topic */
  topic: string
  /** 同时发邮件 / also by mail */
  mail: boolean
  /** 名称 / name */
  name: string | null
}

export interface MailAddress {
  /** 人员 / person */
  person_id: string | null
  /** 电子邮箱（不填为删去） / e-mail address; empty: none */
  address: string | null
}

export interface MailQueue {
  /** 已配置邮件服务器 / there is a relay */
  on: boolean
  /** 等待发送的邮件 / mails that wait */
  waiting: number
  /** 其中试过未成的 / of them tried before */
  tried: number
  /** 下一次发送时间 / the next one is due at */
  next_at: string | null
  /** 最早一封的时间 / the oldest one waits since */
  oldest_at: string | null
  /** 邮件服务器的答复代码（0：没有答复） / the relay's reply code; 0: none */
  reply_code: number
}

export interface IdentityProviders {
  /** 身份提供方 / Identity providers */
  items: IdentityProvider[]
}

export interface IdentityProvider {
  /** 代码 / Name */
  name: string | null
  /** 名称 / Title */
  title: string | null
  /** 英文名称 / Title in English */
  title_en: string | null
}

export interface OidcStart {
  /** 身份提供方 / Identity provider */
  provider: string
}

export interface OidcStarted {
  /** 到这里去登录 / Where to sign in */
  url: string | null
  /** 本次登录的凭据，由本浏览器保存 / Ticket of this sign-in, kept by the browser */
  ticket: string | null
}

export interface OidcAnswer {
  /** 凭据 / Ticket */
  ticket: string
  /** 提供方带回的 state / State brought back */
  state: string
  /** 授权码 / Authorization code */
  code: string | null
  /** 提供方的错误代码 / Error of the provider */
  error: string | null
  /** 答复自称的提供方 / Whose answer it says to be */
  iss: string | null
}

export interface OidcProgress {
  /** 下一步：等待、用本系统密码关联账号、已登录 / What next: wait, link an account with its password, or done */
  step: 'wait' | 'link' | 'entered' | null
}

export interface OidcEnter {
  /** 凭据 / Ticket */
  ticket: string
  /** 二次验证码或恢复码 / Code of the second factor, or a recovery code */
  code: string | null
}

export interface OidcLink {
  /** 凭据 / Ticket */
  ticket: string
  /** 登录名 / Login */
  login: string
  /** 密码 / Password */
  password: string
  /** 二次验证码或恢复码 / Code of the second factor, or a recovery code */
  code: string | null
}

export interface SignOut {
  /** 退出后再到这里退出身份提供方；空为不必 / Where to go afterwards to sign out of the provider; empty: nowhere */
  url: string | null
}

export interface Identities {
  /** 关联 / Links */
  items: Identity[]
}

export interface Identity {
  /** 编号 / Id */
  id: string
  /** 账号 / Account */
  account_id: string | null
  /** 身份提供方 / Identity provider */
  provider: string
  /** 提供方的用户标识（sub） / Subject at the provider (sub) */
  subject: string
  /** 关联时间 / Linked at */
  linked_at: string | null
  /** 最近登录 / Used last */
  used_at: string | null
}

export interface CourseItem {
  /** 编号 / id */
  id: string
  /** 建设单位 / owner */
  org_id: string
  /** 建设单位名称 / name of the owner */
  org_name: string | null
  /** 建设单位路径 / path of the owner */
  org_path: string | null
  /** 课程代码 / code */
  code: string | null
  /** 课程名称 / title */
  title: string
  /** 课程类型 / kind */
  kind: 'theory' | 'case' | 'route' | 'online' | 'discussion' | 'forum' | null
  /** 培训对象 / audience */
  audience_code: string | null
  /** 学时 / hours */
  hours: number
  /** 简介 / summary */
  summary: string | null
  /** 主讲教师 / teacher */
  teacher_id: string | null
  /** 主讲教师姓名 / name of the teacher */
  teacher_name: string | null
  /** 状态 / state */
  state: 'draft' | 'published' | 'retired' | null
  /** 课程视频 / media */
  media_id: string | null
  /** 版本 / version */
  version: number
  /** 建立时间 / created at */
  created_at: string | null
  /** 修改时间 / changed at */
  updated_at: string | null
}

export interface Course {
  /** 编号 / id */
  id: string
  /** 建设单位 / owner */
  org_id: string
  /** 建设单位名称 / name of the owner */
  org_name: string | null
  /** 建设单位路径 / path of the owner */
  org_path: string | null
  /** 课程代码 / code */
  code: string | null
  /** 课程名称 / title */
  title: string
  /** 课程类型 / kind */
  kind: 'theory' | 'case' | 'route' | 'online' | 'discussion' | 'forum' | null
  /** 培训对象 / audience */
  audience_code: string | null
  /** 学时 / hours */
  hours: number
  /** 简介 / summary */
  summary: string | null
  /** 主讲教师 / teacher */
  teacher_id: string | null
  /** 主讲教师姓名 / name of the teacher */
  teacher_name: string | null
  /** 状态 / state */
  state: 'draft' | 'published' | 'retired' | null
  /** 课程视频 / media */
  media_id: string | null
  /** 版本 / version */
  version: number
  /** 建立时间 / created at */
  created_at: string | null
  /** 修改时间 / changed at */
  updated_at: string | null
  /** 教学内容 / content */
  body: string | null
  /** 站点 / stops */
  stops: CourseStop[]
}

export interface CourseStop {
  /** 编号 / id */
  id: string
  /** 站点 / stop */
  name: string
  /** 地址 / address */
  address: string | null
  /** 讲解人 / guide */
  guide: string | null
  /** 停留分钟 / minutes there */
  minutes: number
  /** 路程分钟 / minutes of travel from the stop before */
  travel_minutes: number
  /** 可容纳人数 / people at once; 0 unknown */
  seats: number
}

export interface Share {
  /** 共享给 / shared with */
  org_id: string | null
  /** 单位名称 / name of the organisation */
  org_name: string | null
  /** 共享时间 / shared at */
  shared_at: string | null
}

export interface ShareInput {
  /** 共享给 / share with */
  org_id: string
  /** 共享（true）或取消（false） / share (true) or take back (false) */
  on: boolean
}

export interface ProgrammeItem {
  /** 编号 / id */
  id: string
  /** 制定单位 / owner */
  org_id: string
  /** 制定单位名称 / name of the owner */
  org_name: string | null
  /** 制定单位路径 / path of the owner */
  org_path: string | null
  /** 方案名称 / title */
  title: string
  /** 培训对象 / audience */
  audience_code: string | null
  /** 培训目标 / purpose */
  purpose: string | null
  /** 总学时 / hours of all units */
  hours: number
  /** 天数 / days */
  days: number
  /** 状态 / state */
  state: 'draft' | 'published' | 'retired' | null
  /** 版本 / version */
  version: number
  /** 建立时间 / created at */
  created_at: string | null
  /** 修改时间 / changed at */
  updated_at: string | null
}

export interface Programme {
  /** 编号 / id */
  id: string
  /** 制定单位 / owner */
  org_id: string
  /** 制定单位名称 / name of the owner */
  org_name: string | null
  /** 制定单位路径 / path of the owner */
  org_path: string | null
  /** 方案名称 / title */
  title: string
  /** 培训对象 / audience */
  audience_code: string | null
  /** 培训目标 / purpose */
  purpose: string | null
  /** 总学时 / hours of all units */
  hours: number
  /** 天数 / days */
  days: number
  /** 状态 / state */
  state: 'draft' | 'published' | 'retired' | null
  /** 版本 / version */
  version: number
  /** 建立时间 / created at */
  created_at: string | null
  /** 修改时间 / changed at */
  updated_at: string | null
  /** 教学模块 / modules */
  modules: ProgrammeModule[]
  /** 分类学时 / totals by kind */
  totals: ProgrammeTotal[]
}

export interface ProgrammeModule {
  /** 编号 / id */
  id: string
  /** 教学模块 / title */
  title: string
  /** 学时 / hours of its units */
  hours: number
  /** 教学单元 / units */
  units: ProgrammeUnit[]
}

export interface ProgrammeUnit {
  /** 编号 / id */
  id: string
  /** 教学模块 / module */
  module_id: string | null
  /** 课程 / course */
  course_id: string | null
  /** 类型 / kind; the course's when left out */
  kind: 'theory' | 'case' | 'route' | 'online' | 'discussion' | 'forum' | null
  /** 教学单元 / title; the course's when left out */
  title: string | null
  /** 学时 / hours */
  hours: number
  /** 备注 / note */
  note: string | null
}

export interface ProgrammeTotal {
  /** 类型 / kind */
  kind: 'theory' | 'case' | 'route' | 'online' | 'discussion' | 'forum' | null
  /** 单元数 / units */
  units: number
  /** 学时 / hours */
  hours: number
}

export interface Media {
  /** 编号 / id */
  id: string
  /** 所属单位 / owner */
  org_id: string
  /** 所属单位路径 / path of the owner */
  org_path: string | null
  /** 名称 / title */
  title: string
  /** 类型 / kind */
  kind: 'video' | 'audio' | 'slides' | 'file' | null
  /** 文件路径 / file below the media folder */
  path: string
  /** 时长（秒） / length in seconds */
  seconds: number
  /** 状态 / state */
  state: 'ready' | 'failed' | null
  /** 登记时间 / registered at */
  created_at: string | null
}

export interface ClassItem {
  /** 编号 / id */
  id: string
  /** 主办单位 / host */
  org_id: string
  /** 主办单位名称 / name of the host */
  org_name: string | null
  /** 主办单位路径 / path of the host */
  org_path: string | null
  /** 培训方案 / programme */
  programme_id: string | null
  /** 培训方案名称 / title of the programme */
  programme_title: string | null
  /** 上级共享班次 / the shared class that this is a run of */
  parent_id: string | null
  /** 上级共享班次名称 / title of the shared class */
  parent_title: string | null
  /** 班次编号 / code */
  code: string | null
  /** 班次名称 / title */
  title: string
  /** 培训对象 / audience */
  audience_code: string | null
  /** 开班日期 / first day */
  starts_on: string
  /** 结业日期 / last day */
  ends_on: string
  /** 最低开班人数 / least number of people */
  seats_min: number
  /** 名额 / seats; 0 no ceiling */
  seats_max: number
  /** 候补截止时间 / cut-off of the waiting list; absent: start of the class */
  waiting_until_at: string | null
  /** 学时账户 / account of its hours */
  account_kind: 'concentrated' | 'online' | null
  /** 状态 / state */
  state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 班主任 / class manager */
  manager_id: string | null
  /** 班主任姓名 / name of the class manager */
  manager_name: string | null
  /** 教室 / room */
  room: string | null
  /** 请假限额（百万分比） / share of hours that leave may take, ppm */
  leave_rule_ppm: number
  /** 已确认人数 / people with a seat */
  confirmed_count: number
  /** 待确认人数 / people not confirmed yet */
  proposed_count: number
  /** 候补人数 / people on the waiting list */
  waiting_count: number
  /** 版本 / version */
  version: number
  /** 建立时间 / created at */
  created_at: string | null
  /** 修改时间 / changed at */
  updated_at: string | null
}

export interface Class {
  /** 编号 / id */
  id: string
  /** 主办单位 / host */
  org_id: string
  /** 主办单位名称 / name of the host */
  org_name: string | null
  /** 主办单位路径 / path of the host */
  org_path: string | null
  /** 培训方案 / programme */
  programme_id: string | null
  /** 培训方案名称 / title of the programme */
  programme_title: string | null
  /** 上级共享班次 / the shared class that this is a run of */
  parent_id: string | null
  /** 上级共享班次名称 / title of the shared class */
  parent_title: string | null
  /** 班次编号 / code */
  code: string | null
  /** 班次名称 / title */
  title: string
  /** 培训对象 / audience */
  audience_code: string | null
  /** 开班日期 / first day */
  starts_on: string
  /** 结业日期 / last day */
  ends_on: string
  /** 最低开班人数 / least number of people */
  seats_min: number
  /** 名额 / seats; 0 no ceiling */
  seats_max: number
  /** 候补截止时间 / cut-off of the waiting list; absent: start of the class */
  waiting_until_at: string | null
  /** 学时账户 / account of its hours */
  account_kind: 'concentrated' | 'online' | null
  /** 状态 / state */
  state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 班主任 / class manager */
  manager_id: string | null
  /** 班主任姓名 / name of the class manager */
  manager_name: string | null
  /** 教室 / room */
  room: string | null
  /** 请假限额（百万分比） / share of hours that leave may take, ppm */
  leave_rule_ppm: number
  /** 已确认人数 / people with a seat */
  confirmed_count: number
  /** 待确认人数 / people not confirmed yet */
  proposed_count: number
  /** 候补人数 / people on the waiting list */
  waiting_count: number
  /** 版本 / version */
  version: number
  /** 建立时间 / created at */
  created_at: string | null
  /** 修改时间 / changed at */
  updated_at: string | null
  /** 说明 / note */
  note: string | null
  /** 您在本班的权限 / permissions of the caller in this class */
  may: string[]
}

export interface ClassStateInput {
  /** 状态 / state */
  state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 原因 / reason */
  reason: string | null
}

export interface ClassRunInput {
  /** 办班单位 / host of the run */
  org_id: string
  /** 班次编号 / code */
  code: string | null
  /** 班次名称 / title; the shared class's when left out */
  title: string | null
  /** 开班日期 / first day */
  starts_on: string
  /** 结业日期 / last day */
  ends_on: string
  /** 最低开班人数 / least number of people */
  seats_min: number
  /** 名额 / seats; 0 no ceiling */
  seats_max: number
  /** 候补截止时间 / cut-off of the waiting list */
  waiting_until_at: string | null
  /** 班主任 / class manager */
  manager_id: string | null
  /** 教室 / room */
  room: string | null
  /** 说明 / note */
  note: string | null
  /** 同步全部直播课 / follow all live lessons that lie in its dates */
  follow: boolean
}

export interface ClassShare {
  /** 共享给 / shared with */
  org_id: string | null
  /** 单位名称 / name of the organisation */
  org_name: string | null
  /** 共享时间 / shared at */
  shared_at: string | null
}

export interface ClassShareInput {
  /** 共享给 / share with */
  org_id: string
  /** 共享（true）或取消（false） / share (true) or take back (false) */
  on: boolean
}

export interface ClassStaff {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 职责 / duty */
  duty: 'manager' | 'teacher' | 'assistant' | 'facilitator' | 'site_leader' | null
}

export interface ClassStaffInput {
  /** 人员 / person */
  person_id: string
  /** 职责 / duty */
  duty: 'manager' | 'teacher' | 'assistant' | 'facilitator' | 'site_leader' | null
  /** 移除 / remove */
  remove: boolean
}

export interface ClassSite {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 教学点 / place */
  org_id: string | null
  /** 教学点名称 / name of the place */
  org_name: string | null
  /** 层级 / level */
  level: 'municipal' | 'district' | 'township' | null
  /** 负责人 / leader */
  leader_id: string | null
  /** 负责人姓名 / name of the leader */
  leader_name: string | null
  /** 座位 / seats */
  seats: number
  /** 应到人数 / people expected */
  expected: number
}

export interface ClassSiteInput {
  /** 教学点 / place */
  org_id: string
  /** 负责人 / leader */
  leader_id: string | null
  /** 座位 / seats; those of the place when 0 */
  seats: number
  /** 移除 / remove */
  remove: boolean
}

export interface ClassQuotas {
  /** 名额 / quotas */
  items: ClassQuota[]
  /** 班次的版本 / version of the class */
  version: number
}

export interface ClassQuota {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 单位 / unit */
  org_id: string
  /** 单位名称 / name of the unit */
  org_name: string | null
  /** 单位路径 / path of the unit */
  org_path: string | null
  /** 最少人数 / people it should send */
  seats_min: number
  /** 名额 / people it may send; 0 no ceiling */
  seats_max: number
  /** 已用名额 / seats taken */
  taken: number
  /** 待确认人数 / people not confirmed yet */
  proposed: number
}

export interface Enrolment {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 性别 / gender */
  gender: string | null
  /** 职级 / rank */
  rank_code: string | null
  /** 职务 / post */
  post: string | null
  /** 单位 / unit at the time of enrolling */
  org_id: string | null
  /** 单位名称 / name of the unit */
  org_name: string | null
  /** 单位路径 / path of the unit */
  org_path: string | null
  /** 教学点 / site */
  site_id: string | null
  /** 教学点名称 / name of the site */
  site_name: string | null
  /** 小组 / group */
  group_id: string | null
  /** 小组名称 / name of the group */
  group_name: string | null
  /** 状态 / state */
  state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 候补顺序 / place in the queue */
  waiting_no: number
  /** 最近变动的原因 / reason of the last change */
  reason: string | null
  /** 版本 / version */
  version: number
  /** 提名时间 / proposed at */
  created_at: string | null
  /** 变动时间 / changed at */
  updated_at: string | null
}

export interface EnrolInput {
  /** 人员 / people */
  person_ids: string[]
  /** 教学点 / site */
  site_id: string | null
  /** 状态 / proposed, waiting or confirmed */
  state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 原因 / reason; needed for those who declined or withdrew before */
  reason: string | null
  /** 试算 / tell what would happen, and change nothing */
  dry_run: boolean
}

export interface EnrolAnswer {
  /** 逐人结果 / result for each */
  items: EnrolResult[]
  /** 已确认 / confirmed */
  confirmed: number
  /** 待确认 / proposed */
  proposed: number
  /** 候补 / waiting */
  waiting: number
  /** 未报名 / refused */
  refused: number
  /** 试算 / nothing was changed */
  dry_run: boolean
}

export interface EnrolResult {
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 报名 / enrolment; absent when refused or in a dry run */
  enrolment_id: string | null
  /** 状态 / state; absent when refused */
  state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 问题 / why refused, or what to mind */
  problem: EnrolProblem
}

export interface EnrolProblem {
  /** 代码 / code; absent when all is well */
  code: string | null
  /** 说明 / why, in the reader's language */
  detail: string | null
}

export interface EnrolAssign {
  /** 报名 / enrolments */
  enrolment_ids: string[]
  /** 教学点 / site; left as it is when absent */
  site_id: string | null
  /** 小组 / group; left as it is when absent */
  group_id: string | null
  /** 移出教学点 / take them out of their site */
  no_site: boolean
  /** 移出小组 / take them out of their group */
  no_group: boolean
}

export interface EnrolmentStateInput {
  /** 状态 / state */
  state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 原因 / reason */
  reason: string | null
}

export interface EnrolmentEvent {
  /** 编号 / id */
  id: string
  /** 报名 / enrolment */
  enrolment_id: string | null
  /** 原状态 / state before */
  from_state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 新状态 / state after */
  to_state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 时间 / when */
  at: string | null
  /** 操作账号 / account */
  account_id: string | null
  /** 操作人 / by whom */
  account_name: string | null
  /** 原因 / reason */
  reason: string | null
}

export interface EnrolmentWithClass {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 性别 / gender */
  gender: string | null
  /** 职级 / rank */
  rank_code: string | null
  /** 职务 / post */
  post: string | null
  /** 单位 / unit at the time of enrolling */
  org_id: string | null
  /** 单位名称 / name of the unit */
  org_name: string | null
  /** 单位路径 / path of the unit */
  org_path: string | null
  /** 教学点 / site */
  site_id: string | null
  /** 教学点名称 / name of the site */
  site_name: string | null
  /** 小组 / group */
  group_id: string | null
  /** 小组名称 / name of the group */
  group_name: string | null
  /** 状态 / state */
  state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 候补顺序 / place in the queue */
  waiting_no: number
  /** 最近变动的原因 / reason of the last change */
  reason: string | null
  /** 版本 / version */
  version: number
  /** 提名时间 / proposed at */
  created_at: string | null
  /** 变动时间 / changed at */
  updated_at: string | null
  /** 班次名称 / title of the class */
  class_title: string | null
  /** 主办单位 / host of the class */
  host_name: string | null
  /** 班次状态 / state of the class */
  class_state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 开班日期 / first day of the class */
  class_starts_on: string | null
  /** 结业日期 / last day of the class */
  class_ends_on: string | null
}

export interface ClassSession {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 同步的直播课 / live lesson of the shared class that it follows */
  source_id: string | null
  /** 教学单元 / programme unit */
  unit_id: string | null
  /** 课程 / course */
  course_id: string | null
  /** 课次类型 / kind */
  kind: 'lecture' | 'discussion' | 'route' | 'forum' | 'self_study' | null
  /** 课次名称 / title */
  title: string | null
  /** 开始时间 / begins */
  starts_at: string | null
  /** 结束时间 / ends */
  ends_at: string | null
  /** 学时 / hours */
  hours: number
  /** 教师 / teacher */
  teacher_id: string | null
  /** 教师姓名 / name of the teacher */
  teacher_name: string | null
  /** 教室 / room: the name of one of the host's rooms, or a place in words */
  room: string | null
  /** 教室编号 / room that is a record; found by its name when left out */
  room_id: string | null
  /** 直播 / has a live room */
  live: boolean
  /** 直播状态 / state of its live room */
  live_state: 'ready' | 'open' | 'closed' | null
  /** 主题 / topic */
  topic: string | null
  /** 同步的课次数 / sessions of runs that follow it */
  followers: number
  /** 版本 / version */
  version: number
  /** 站点 / stops of a route; copied from the course when left out */
  stops: ClassSessionStop[]
}

export interface ClassSessionStop {
  /** 编号 / id */
  id: string
  /** 站点 / stop */
  name: string
  /** 讲解人 / guide */
  guide: string | null
  /** 可容纳人数 / people at once; 0 unknown */
  seats: number
  /** 路程分钟 / minutes of travel from the stop before */
  travel_minutes: number
  /** 停留分钟 / minutes there */
  minutes: number
}

export interface TimetableInput {
  /** 保存 / save it as the timetable */
  save: boolean
}

export interface Timetable {
  /** 课次 / sessions */
  items: ClassSession[]
  /** 排不下的单元 / units that found no place */
  rest: TimetableRest[]
  /** 已保存 / saved */
  saved: boolean
}

export interface TimetableRest {
  /** 教学单元 / programme unit */
  unit_id: string | null
  /** 名称 / title */
  title: string | null
  /** 未排学时 / hours without a place */
  hours: number
}

export interface SessionConflict {
  /** 冲突类型 / kind */
  kind: 'person' | 'teacher' | 'room' | 'class' | null
  /** 本班课次 / the session that was asked about */
  own_session_id: string | null
  /** 冲突课次 / the other session */
  session_id: string | null
  /** 冲突班次 / its class */
  class_id: string | null
  /** 人员 / person */
  person_id: string | null
  /** 课次名称 / title of the session */
  title: string | null
  /** 班次名称 / title of the class */
  class_title: string | null
  /** 开始时间 / begins */
  starts_at: string | null
  /** 结束时间 / ends */
  ends_at: string | null
  /** 冲突对象 / who or what is needed twice */
  what: string | null
  /** 说明 / in words */
  detail: string | null
}

export interface ClassGroups {
  /** 小组 / groups */
  items: ClassGroup[]
  /** 班次的版本 / version of the class */
  version: number
}

export interface ClassGroup {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 小组名称 / name */
  name: string
  /** 召集人 / facilitator */
  facilitator_id: string | null
  /** 召集人姓名 / name of the facilitator */
  facilitator_name: string | null
  /** 研讨主题 / topic */
  topic: string | null
  /** 教学点 / site */
  site_id: string | null
  /** 教学点名称 / name of the site */
  site_name: string | null
  /** 人数 / people */
  people: number
}

export interface GroupDeal {
  /** 每组人数 / people in a group, at most */
  size: number
}

export interface GroupMinutes {
  /** 编号 / id */
  id: string
  /** 小组 / group */
  group_id: string | null
  /** 小组名称 / name of the group */
  group_name: string | null
  /** 课次 / session */
  session_id: string | null
  /** 研讨记录 / minutes */
  text: string | null
  /** 状态 / state: draft or submitted */
  state: 'draft' | 'submitted' | 'signed' | null
  /** 记录人 / written by */
  written_by: string | null
  /** 记录人姓名 / name of the writer */
  writer_name: string | null
  /** 记录时间 / written at */
  written_at: string | null
  /** 签核人 / signed by */
  signed_by: string | null
  /** 签核人姓名 / name of the signer */
  signer_name: string | null
  /** 签核时间 / signed at */
  signed_at: string | null
  /** 版本 / version */
  version: number
}

export interface Room {
  /** 编号 / id */
  id: string
  /** 学校 / school */
  org_id: string
  /** 学校名称 / name of the school */
  org_name: string | null
  /** 学校路径 / path of the school */
  org_path: string | null
  /** 教室 / name */
  name: string
  /** 位置 / where it is */
  place: string | null
  /** 座位 / seats; 0 not known */
  seats: number
  /** 停用 / not to be used any more */
  closed: boolean
  /** 版本 / version */
  version: number
}

export interface Calendar {
  /** 起 / from */
  from_on: string | null
  /** 止 / until */
  until_on: string | null
  /** 班次 / classes */
  classes: CalendarClass[]
  /** 教室 / rooms */
  rooms: Room[]
  /** 课次（45 天以内） / sessions, when asked for at most 45 days */
  sessions: CalendarSession[]
  /** 教室冲突 / rooms that are used twice */
  conflicts: SessionConflict[]
}

export interface CalendarClass {
  /** 班次 / class */
  id: string
  /** 主办单位 / host */
  org_id: string | null
  /** 主办单位名称 / name of the host */
  org_name: string | null
  /** 班次名称 / title */
  title: string | null
  /** 状态 / state */
  state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 开班日期 / first day */
  starts_on: string | null
  /** 结业日期 / last day */
  ends_on: string | null
  /** 教室 / room */
  room: string | null
  /** 班主任 / class manager */
  manager_name: string | null
  /** 名额 / seats */
  seats_max: number
  /** 已确认 / confirmed */
  confirmed_count: number
}

export interface CalendarSession {
  /** 课次 / session */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 班次名称 / title of the class */
  class_title: string | null
  /** 课次名称 / title */
  title: string | null
  /** 开始 / begins */
  starts_at: string | null
  /** 结束 / ends */
  ends_at: string | null
  /** 教室编号 / room */
  room_id: string | null
  /** 教室 / room in words */
  room: string | null
  /** 教师 / teacher */
  teacher_name: string | null
  /** 共享课次 / lesson that it shares with others */
  lesson_id: string | null
}

export interface ClassEvent {
  /** 编号 / id */
  id: string
  /** 原状态 / state before */
  from_state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 新状态 / state after */
  to_state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 时间 / when */
  at: string | null
  /** 操作人；空为系统 / by whom; absent: the system */
  account_name: string | null
  /** 原因 / reason */
  reason: string | null
}

export interface Rule {
  /** 编号 / id */
  id: string
  /** 规则 / code */
  code: string
  /** 适用单位 / holds from here down; absent: everywhere */
  org_id: string | null
  /** 单位名称 / name of the organisation */
  org_name: string | null
  /** 取值 / value */
  value_int: number
  /** 计量 / unit of the value */
  unit: string | null
  /** 生效日期 / in force from */
  from_on: string
  /** 失效日期 / last day in force */
  until_on: string | null
  /** 依据 / decree or document it comes from */
  source: string
  /** 登记时间 / entered at */
  created_at: string | null
}

export interface LedgerEntry {
  /** 编号 / id */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 序号 / number */
  seq: number
  /** 类别 / kind */
  kind: 'concentrated' | 'online' | null
  /** 学时 / hours */
  hours: number
  /** 天数 / days */
  days: number
  /** 取得日期 / earned on */
  earned_on: string | null
  /** 入账时间 / posted at */
  posted_at: string | null
  /** 来源 / source */
  source_kind: 'class' | 'import' | 'manual' | 'history' | 'reversal' | null
  /** 来源标识 / source key */
  source_key: string | null
  /** 来源编号 / source id */
  source_id: string | null
  /** 授予单位 / giver */
  org_id: string | null
  /** 授予单位名称 / giver's name */
  org_name: string | null
  /** 事由 / title */
  title: string | null
  /** 凭证 / evidence */
  evidence: unknown
  /** 折算规则 / conversion rule */
  rule_id: string | null
  /** 冲销的记录 / reverses */
  reverses_id: string | null
  /** 被哪条冲销 / reversed by */
  reversed_by: string | null
  /** 冲销第几条 / number of the entry that it reverses */
  reverses_seq: number
  /** 被第几条冲销 / number of the entry that reverses it */
  reversed_seq: number
  /** 入账账号 / posted by */
  posted_by: string | null
  /** 上一条校验值 / hash before */
  prev_hash: string | null
  /** 校验值 / hash */
  hash: string | null
}

export interface LedgerBalance {
  /** 人员 / person */
  person_id: string | null
  /** 截至日期 / on */
  on: string | null
  /** 以何时所知为准 / as known at */
  known_at: string | null
  /** 集中培训学时 / concentrated hours */
  concentrated: number
  /** 网络自学学时 / online hours */
  online: number
  /** 集中培训天数 / days */
  days: number
  /** 记录数 / entries */
  entries: number
}

export interface LedgerSummary {
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 所在单位 / unit */
  org_name: string | null
  /** 集中培训学时 / concentrated hours */
  concentrated: number
  /** 网络自学学时 / online hours */
  online: number
  /** 集中培训天数 / days of concentrated training */
  days: number
  /** 记录数 / entries */
  entries: number
  /** 最后一条的校验值 / hash of the last entry */
  hash: string | null
  /** 各年度 / by year */
  years: LedgerYear[]
}

export interface LedgerYear {
  /** 年度 / year */
  year: number
  /** 集中培训学时 / concentrated hours */
  concentrated: number
  /** 网络自学学时 / online hours */
  online: number
  /** 集中培训天数 / days */
  days: number
  /** 记录数 / entries */
  entries: number
}

export interface LedgerManual {
  /** 类别 / kind */
  kind: 'concentrated' | 'online' | null
  /** 学时 / hours */
  hours: number
  /** 天数 / days */
  days: number
  /** 取得日期 / earned on */
  earned_on: string
  /** 授予单位 / giver */
  org_id: string | null
  /** 事由 / title */
  title: string
  /** 凭证：文件名称、文号或证书编号 / evidence: document, its number, a certificate */
  evidence: string
}

export interface LedgerReverse {
  /** 冲销理由 / reason */
  reason: string
}

export interface ConversionRule {
  /** 编号 / id */
  id: string
  /** 适用范围 / scope */
  org_id: string | null
  /** 适用范围名称 / scope's name */
  org_name: string | null
  /** 代码 / code */
  code: string | null
  /** 名称 / name */
  name: string | null
  /** 类别 / kind */
  kind: 'concentrated' | 'online' | null
  /** 折算依据 / basis */
  basis: 'session_hours' | 'half_days' | 'minutes' | null
  /** 起用日期 / from */
  from_on: string | null
  /** 停用日期 / until */
  until_on: string | null
  /** 每天学时 / hours a day */
  hours_per_day: number
  /** 半天学时 / hours a half-day */
  hours_per_half_day: number
  /** 每学时分钟数 / minutes an hour */
  minutes_per_hour: number
  /** 最低完成比例（百万分之一） / least share, ppm */
  min_share_ppm: number
  /** 系数（百万分之一） / factor, ppm */
  factor_ppm: number
  /** 依据 / source */
  source: string | null
}

export interface Norm {
  /** 编号 / id */
  id: string
  /** 代码 / code */
  code: string | null
  /** 中文名称 / Chinese name */
  name_zh: string
  /** 英文名称 / English name */
  name_en: string
  /** 依据 / source */
  source: string
  /** 用途 / purpose */
  purpose: 'requirement' | 'coverage' | null
  /** 起用日期 / from */
  from_on: string
  /** 停用日期 / until */
  until_on: string | null
  /** 适用职级 / band */
  band: 'division_up' | 'section_down' | 'all' | null
  /** 学时类别 / kind of hours */
  kind: 'concentrated' | 'online' | 'any' | null
  /** 周期方式 / kind of window */
  window_kind: 'calendar_years' | 'rolling_years' | null
  /** 周期年数 / years */
  years: number
  /** 起算年度 / anchor year */
  anchor_year: number
  /** 应修学时 / hours needed */
  need_hours: number
  /** 或应修天数 / or days needed */
  need_days: number
  /** 提任后补足月数 / months to make up after a promotion */
  grace_months: number
  /** 进度正常线（百万分之一） / pace for on track, ppm */
  pace_ppm: number
  /** 版本 / version */
  version: number
}

export interface PersonNorms {
  /** 人员 / person */
  person_id: string | null
  /** 截至日期 / on */
  on: string | null
  /** 以何时所知为准 / as known at */
  known_at: string | null
  /** 各项要求 / norms */
  norms: NormProgress[]
}

export interface NormProgress {
  /** 人员 / person */
  person_id: string | null
  /** 要求代码 / norm's code */
  norm_code: string | null
  /** 要求版本 / norm's version */
  norm_id: string | null
  /** 中文名称 / Chinese name */
  name_zh: string | null
  /** 英文名称 / English name */
  name_en: string | null
  /** 依据 / source */
  source: string | null
  /** 学时类别 / kind of hours */
  kind: 'concentrated' | 'online' | 'any' | null
  /** 周期方式 / kind of window */
  window_kind: 'calendar_years' | 'rolling_years' | null
  /** 截至日期 / on */
  on: string | null
  /** 周期开始 / window from */
  from_on: string | null
  /** 周期结束 / window until */
  until_on: string | null
  /** 提任日期 / promoted on */
  promoted_on: string | null
  /** 完成期限 / due on */
  due_on: string | null
  /** 提任补训期内 / within the time of grace */
  grace: boolean
  /** 已修学时 / hours done */
  hours: number
  /** 应修学时 / hours needed */
  need_hours: number
  /** 已修天数 / days done */
  days: number
  /** 或应修天数 / or days needed */
  need_days: number
  /** 完成比例（百万分之一） / share done, ppm */
  share_ppm: number
  /** 状态 / state */
  state: 'met' | 'on_track' | 'behind' | 'none' | null
  /** 状态将在哪天变化 / the state changes on */
  next_on: string | null
}

export interface RollRow {
  /** 报名 / enrolment */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_id: string | null
  /** 单位名称 / unit's name */
  org_name: string | null
  /** 职务 / post */
  post: string | null
  /** 教学点 / site */
  site_id: string | null
  /** 教学点名称 / site's name */
  site_name: string | null
  /** 小组 / group */
  group_id: string | null
  /** 小组名称 / group's name */
  group_name: string | null
  /** 考勤 / state */
  state: 'present' | 'late' | 'absent' | 'leave' | null
  /** 来源 / source */
  source: 'code' | 'leader' | 'manager' | 'live' | 'paper' | 'leave' | 'rule' | null
  /** 登记时间 / marked at */
  at: string | null
  /** 实到学时；0 为全部 / hours attended when not all; 0: all */
  hours: number
  /** 登记人 / marked by */
  marked_by_name: string | null
}

export interface RollSummary {
  /** 课次 / session */
  session_id: string | null
  /** 合计 / total */
  total: RollCount
  /** 各教学点 / by site */
  sites: RollCount[]
}

export interface RollCount {
  /** 教学点 / site */
  site_id: string | null
  /** 单位 / organisation */
  org_id: string | null
  /** 名称 / name */
  name: string | null
  /** 负责人 / leader */
  leader: string | null
  /** 应到 / expected */
  expected: number
  /** 实到 / present */
  present: number
  /** 迟到 / late */
  late: number
  /** 请假 / on leave */
  leave: number
  /** 缺勤 / absent */
  absent: number
  /** 未登记 / not marked */
  unmarked: number
}

export interface RollMarksIn {
  /** 考勤 / marks */
  marks: RollMarkIn[]
  /** 教学点 / site */
  site_id: string | null
  /** 更正理由 / reason of a correction */
  reason: string | null
  /** 依据纸质签到表 / copied from paper */
  paper: boolean
  /** 同时登记本班这半天的其他课次 / for the class's other sessions of that half-day, too */
  half_day: boolean
}

export interface RollMarkIn {
  /** 人员 / person */
  person_id: string
  /** 考勤 / state */
  state: 'present' | 'late' | 'absent' | 'leave' | null
  /** 实到学时；不填为全部 / hours attended; all when absent */
  hours: number
}

export interface RollMarksOut {
  /** 课次 / session */
  session_id: string | null
  /** 新登记 / set */
  set: number
  /** 已更改 / changed */
  changed: number
  /** 未变 / the same */
  same: number
}

export interface RollCorrectIn {
  /** 人员 / person */
  person_id: string
  /** 考勤 / state */
  state: 'present' | 'late' | 'absent' | 'leave' | null
  /** 更正理由 / reason */
  reason: string
  /** 实到学时；不填为全部 / hours attended; all when absent */
  hours: number
}

export interface RollEvent {
  /** 编号 / id */
  id: string
  /** 课次 / session */
  session_id: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 原考勤 / from */
  from_state: 'present' | 'late' | 'absent' | 'leave' | null
  /** 改为 / to */
  to_state: 'present' | 'late' | 'absent' | 'leave' | null
  /** 来源 / source */
  source: 'code' | 'leader' | 'manager' | 'live' | 'paper' | 'leave' | 'rule' | null
  /** 理由 / reason */
  reason: string | null
  /** 时间 / at */
  at: string | null
  /** 账号 / account */
  account_id: string | null
  /** 操作人 / by */
  account_name: string | null
}

export interface RollCode {
  /** 课次 / session */
  session_id: string | null
  /** 签到码 / code */
  code: string | null
  /** 剩余秒数 / seconds left */
  seconds_left: number
  /** 签到开始 / opens */
  opens_at: string | null
  /** 签到结束 / closes */
  closes_at: string | null
  /** 可以签到 / open */
  open: boolean
  /** 签到网址 / address of the check-in */
  url: string | null
}

export interface CheckinIn {
  /** 课次 / session */
  session_id: string | null
  /** 签到码 / code */
  code: string
}

export interface CheckinOut {
  /** 课次 / session */
  session_id: string | null
  /** 班次 / class */
  class_id: string | null
  /** 课次标题 / session's title */
  title: string | null
  /** 考勤 / state */
  state: 'present' | 'late' | 'absent' | 'leave' | null
  /** 来源 / source */
  source: 'code' | 'leader' | 'manager' | 'live' | 'paper' | 'leave' | 'rule' | null
  /** 时间 / at */
  at: string | null
}

export interface LeaveRequest {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 请假类别 / kind */
  kind: 'sick' | 'personal' | 'official' | null
  /** 起 / from */
  from_at: string | null
  /** 止 / until */
  until_at: string | null
  /** 学时 / hours */
  hours: number
  /** 天数 / days, by half-days with sessions */
  days: number
  /** 事由 / reason */
  reason: string | null
  /** 状态 / state */
  state: 'submitted' | 'approved' | 'refused' | 'cancelled' | null
  /** 审批环节 / whose turn it is, or who decided last */
  level: 'manager' | 'office' | 'principal' | 'department' | null
  /** 审批流程 / posts that have to agree, in order, with commas */
  chain: string | null
  /** 待谁审批 / who must act now */
  waiting_for: string | null
  /** 可由我审批 / the reader may decide now */
  may_decide: boolean
  /** 销假时间 / reported back at */
  back_at: string | null
  /** 逾期未销假 / over, and not reported back in time */
  overdue: boolean
  /** 审批账号 / decided by */
  decided_by: string | null
  /** 审批人 / decided by */
  decided_by_name: string | null
  /** 审批时间 / decided at */
  decided_at: string | null
  /** 审批意见 / note */
  note: string | null
  /** 版本 / version */
  version: number
  /** 提交时间 / submitted at */
  created_at: string | null
}

export interface LeaveIn {
  /** 请假类别 / kind */
  kind: 'sick' | 'personal' | 'official' | null
  /** 起 / from */
  from_at: string
  /** 止 / until */
  until_at: string
  /** 事由 / reason */
  reason: string
  /** 学员；不填为本人 / learner; oneself when absent */
  person_id: string | null
}

export interface LeavePreviewIn {
  /** 班次 / class */
  class_id: string
  /** 起 / from */
  from_at: string
  /** 止 / until */
  until_at: string
  /** 学员；不填为本人 / learner; oneself when absent */
  person_id: string | null
}

export interface LeavePreview {
  /** 班次 / class */
  class_id: string | null
  /** 学员 / learner */
  person_id: string | null
  /** 本次学时 / hours of this leave */
  hours: number
  /** 已请假学时 / hours on leave so far */
  taken: number
  /** 班次总学时 / hours of the class */
  total: number
  /** 涉及课次 / sessions */
  sessions: number
  /** 累计占比（百万分之一） / share after it, ppm */
  share_ppm: number
  /** 上限（百万分之一） / limit, ppm */
  limit_ppm: number
  /** 此后还可请 / hours left after it */
  left: number
  /** 超过上限 / crosses the limit */
  crosses: boolean
  /** 按规定不予批准 / refused by rule */
  refused_by_rule: boolean
  /** 提醒 / warning */
  warning: string | null
}

export interface LeaveDetail {
  /** 请假 / the leave */
  leave: LeaveRequest
  /** 占用学时 / what it comes to */
  preview: LeavePreview
  /** 审批经过 / decisions so far */
  steps: LeaveStep[]
}

export interface LeaveStep {
  /** 编号 / id */
  id: string
  /** 审批环节 / post */
  level: 'manager' | 'office' | 'principal' | 'department' | null
  /** 结果 / decision */
  state: 'submitted' | 'approved' | 'refused' | 'cancelled' | null
  /** 审批人 / decided by */
  account_name: string | null
  /** 代谁审批 / in whose place */
  deputy_for_name: string | null
  /** 意见 / note */
  note: string | null
  /** 时间 / at */
  at: string | null
}

export interface LeaveDecideIn {
  /** 审批结果 / decision */
  state: 'submitted' | 'approved' | 'refused' | null
  /** 审批意见 / note */
  note: string | null
  /** 知悉超过上限 / accepts that the limit is crossed */
  accept_over: boolean
}

export interface LeaveHolder {
  /** 编号 / id */
  id: string
  /** 适用单位 / holds from this organisation down */
  org_id: string
  /** 单位名称 / name of the organisation */
  org_name: string | null
  /** 审批环节 / post */
  level: 'manager' | 'office' | 'principal' | 'department' | null
  /** 人员 / person */
  person_id: string
  /** 姓名 / name */
  person_name: string | null
  /** 起 / from */
  from_on: string
  /** 止 / last day */
  until_on: string | null
}

export interface LeaveDeputy {
  /** 编号 / id */
  id: string
  /** 被代理人；不填为本人 / who is away; oneself when absent */
  person_id: string | null
  /** 被代理人姓名 / name */
  person_name: string | null
  /** 代理人 / deputy */
  deputy_id: string
  /** 代理人姓名 / deputy's name */
  deputy_name: string | null
  /** 起 / from */
  from_on: string
  /** 止 / last day */
  until_on: string
  /** 说明 / note */
  note: string | null
}

export interface Withdrawal {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 学员 / learner */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 原因 / cause */
  cause: 'not_reported' | 'absent' | 'leave' | null
  /** 状态 / state */
  state: 'warned' | 'proposed' | 'confirmed' | 'dismissed' | null
  /** 无故缺勤天数 / days absent without leave */
  absent_days: number
  /** 请假占比（百万分之一） / share of leave, ppm */
  leave_ppm: number
  /** 理由 / reason of the decision */
  reason: string | null
  /** 提出时间 / when */
  at: string | null
  /** 确认人 / decided by */
  decided_by_name: string | null
  /** 确认时间 / decided at */
  decided_at: string | null
}

export interface WithdrawalDecideIn {
  /** confirmed 退学或 dismissed 不退学 / confirmed (withdraw) or dismissed */
  state: 'warned' | 'proposed' | 'confirmed' | 'dismissed' | null
  /** 理由 / reason */
  reason: string
}

export interface AssessmentList {
  /** 0 不考核，1 四等，2 分数 / 0 none, 1 four grades, 2 points */
  kind: number
  /** 每项满分 / points of each part at most */
  max_points: number
  /** 每项合格分 / points of each part to pass */
  pass_points: number
  /** 须考核才能结业 / nobody completes without */
  required: boolean
  /** 学员 / people */
  items: Assessment[]
}

export interface Assessment {
  /** 学员 / learner */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 等次 / grade */
  grade: 'excellent' | 'good' | 'pass' | 'fail' | null
  /** 学习成绩 / points for study */
  study: number
  /** 综合表现 / points for conduct */
  conduct: number
  /** 评语 / note */
  note: string | null
  /** 登记人 / entered by */
  account_name: string | null
  /** 登记时间 / entered at */
  at: string | null
}

export interface AssessmentPut {
  /** 学员 / people */
  items: AssessmentIn[]
}

export interface AssessmentIn {
  /** 学员 / learner */
  person_id: string
  /** 等次 / grade */
  grade: 'excellent' | 'good' | 'pass' | 'fail' | null
  /** 学习成绩 / points for study */
  study: number
  /** 综合表现 / points for conduct */
  conduct: number
  /** 评语 / note */
  note: string | null
}

export interface ClassResults {
  /** 班次 / class */
  class_id: string | null
  /** 班次状态 / class's state */
  class_state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 课次数 / sessions */
  sessions: number
  /** 班次总学时 / hours of the class */
  total: number
  /** 请假上限（百万分之一） / limit of leave, ppm */
  leave_limit_ppm: number
  /** 学员数 / people */
  people: number
  /** 结业 / completed */
  completed: number
  /** 未结业 / failed */
  failed: number
  /** 未登记的考勤 / marks that are missing */
  unmarked: number
  /** 集中培训学时合计 / concentrated hours, together */
  hours: number
  /** 网络自学学时合计 / online hours, together */
  online: number
  /** 折算规则 / conversion rule */
  rule: string | null
  /** 各学员 / people */
  items: ClassResult[]
}

export interface ClassResult {
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 教学点 / site */
  site_name: string | null
  /** 到课 / present */
  present: number
  /** 迟到 / late */
  late: number
  /** 请假 / leave */
  leave: number
  /** 缺勤 / absent */
  absent: number
  /** 未登记 / not marked */
  unmarked: number
  /** 到课学时 / hours attended */
  attended: number
  /** 请假占比（百万分之一） / share of leave, ppm */
  leave_ppm: number
  /** 计入集中培训；未结业为 0 / concentrated hours that are posted; 0 for who failed */
  hours: number
  /** 计入网络自学；未结业为 0 / online hours that are posted; 0 for who failed */
  online: number
  /** 折合天数 / days */
  days: number
  /** 结业时可计学时 / hours that completing gives */
  earned: number
  /** 结果 / outcome */
  outcome: 'completed' | 'failed' | null
  /** 说明 / reason */
  reason: string | null
  /** 考核等次 / grade of the assessment */
  grade: 'excellent' | 'good' | 'pass' | 'fail' | null
  /** 学习成绩 / points for study */
  study: number
  /** 综合表现 / points for conduct */
  conduct: number
  /** 另行认定 / decided otherwise */
  exception: boolean
}

export interface ClassConfirmIn {
  /** 另行认定 / exceptions */
  exceptions: ClassException[]
}

export interface ClassException {
  /** 学员 / learner */
  person_id: string
  /** 结果 / outcome */
  outcome: 'completed' | 'failed' | null
  /** 理由 / reason */
  reason: string
}

export interface ClassConfirmOut {
  /** 班次 / class */
  class_id: string | null
  /** 此前已确认 / was confirmed before */
  already: boolean
  /** 学员数 / people */
  people: number
  /** 结业 / completed */
  completed: number
  /** 未结业 / failed */
  failed: number
  /** 入账笔数 / entries posted */
  posted: number
  /** 集中培训学时合计 / concentrated hours, together */
  hours: number
  /** 网络自学学时合计 / online hours, together */
  online: number
}

export interface ClassPage {
  /** 班次 / class */
  class: Class
  /** 本人报名 / own enrolment */
  enrolment: Enrolment
  /** 课表 / timetable */
  sessions: ClassPageSession[]
  /** 正在直播的课次 / session that is live now */
  live_session_id: string | null
  /** 总学时 / hours of the class */
  total: number
  /** 本人到课学时 / own hours attended */
  attended: number
  /** 本人请假学时 / own hours on leave */
  leave: number
  /** 服务器时间 / the server's time */
  now_at: string | null
}

export interface ClassPageSession {
  /** 编号 / id */
  id: string
  /** 共享课次 / source session */
  source_id: string | null
  /** 课程 / course */
  course_id: string | null
  /** 形式 / kind */
  kind: 'lecture' | 'discussion' | 'route' | 'forum' | 'self_study' | null
  /** 标题 / title */
  title: string | null
  /** 开始 / starts */
  starts_at: string | null
  /** 结束 / ends */
  ends_at: string | null
  /** 学时 / hours */
  hours: number
  /** 教师 / teacher */
  teacher_name: string | null
  /** 地点 / room */
  room: string | null
  /** 研讨题目 / topic */
  topic: string | null
  /** 有直播 / has a live room */
  live: boolean
  /** 直播间 / live room */
  room_id: string | null
  /** 直播状态 / live state */
  live_state: 'ready' | 'open' | 'closed' | null
  /** 本人考勤 / own mark */
  roll_state: 'present' | 'late' | 'absent' | 'leave' | null
  /** 考勤来源 / source of the mark */
  roll_source: 'code' | 'leader' | 'manager' | 'live' | 'paper' | 'leave' | 'rule' | null
}

export interface EvaluateTemplate {
  /** 编号 / id */
  id: string
  /** 适用单位；空为全网 / holds from here down; absent: everywhere */
  org_id: string | null
  /** 单位名称 / name of the organisation */
  org_name: string | null
  /** 单位路径 / its path */
  org_path: string | null
  /** 名称 / title */
  title: string
  /** 评价对象 / of a lesson or a class */
  subject: 'lesson' | 'class' | null
  /** 匿名 / anonymous */
  anonymous: boolean
  /** 停用 / not used any more */
  closed: boolean
  /** 题目 / questions */
  questions: EvaluateQuestion[]
}

export interface EvaluateQuestion {
  /** 编号 / id */
  id: string
  /** 题型：score 1–5 分，choice 选择，text 文字 / score 1 to 5, choice, text */
  kind: 'score' | 'choice' | 'text' | null
  /** 题目 / question */
  text: string
  /** 选项，每行一个 / options of a choice, one a line */
  options: string | null
  /** 必答 / must be answered */
  required: boolean
}

export interface Evaluation {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 班次名称 / title of the class */
  class_title: string | null
  /** 课次；空为整个班次 / lesson; absent: the whole class */
  session_id: string | null
  /** 教师 / teacher */
  teacher_id: string | null
  /** 教师姓名 / name of the teacher */
  teacher_name: string | null
  /** 评价表 / template */
  template_id: string | null
  /** 标题 / title */
  title: string | null
  /** 匿名 / anonymous */
  anonymous: boolean
  /** 开始 / opens */
  opens_at: string | null
  /** 截止 / closes */
  closes_at: string | null
  /** 至少多少份才显示结果 / answers below which results stay hidden */
  min_answers: number
  /** 已答 / answered */
  answered: number
  /** 应答 / people in the class */
  expected: number
  /** 可看结果 / results may be read */
  shown: boolean
}

export interface EvaluationOpen {
  /** 评价表 / template */
  template_id: string
  /** 课次 / lessons */
  session_ids: string[]
  /** 全部课次 / all lessons */
  lessons: boolean
  /** 整个班次 / the class as a whole */
  whole_class: boolean
}

export interface EvaluationForm {
  /** 问卷 / questionnaire */
  evaluation: Evaluation
  /** 本人已答 / the caller has answered */
  answered: boolean
  /** 题目 / questions */
  questions: EvaluateQuestion[]
}

export interface EvaluationAnswers {
  /** 回答 / answers */
  answers: EvaluationAnswer[]
  /** 随机文字，不保存 / random text, not kept */
  salt: string | null
}

export interface EvaluationAnswer {
  /** 题目 / question */
  question_id: string
  /** 分数，或第几个选项 / score, or number of the choice */
  value: number
  /** 文字 / text */
  text: string | null
}

export interface EvaluationResults {
  /** 问卷 / questionnaire */
  evaluation: Evaluation
  /** 为什么不显示 / why nothing is shown */
  hidden: string | null
  /** 各题 / by question */
  items: EvaluationQuestionResult[]
}

export interface EvaluationQuestionResult {
  /** 题目 / question */
  question: EvaluateQuestion
  /** 回答人数 / answers */
  answers: number
  /** 平均分 / average score */
  average: number
  /** 各选择人数 / how many chose what */
  counts: EvaluationCount[]
  /** 文字 / comments */
  comments: string[]
}

export interface EvaluationCount {
  /** 选择 / value */
  value: number
  /** 选项 / option */
  label: string | null
  /** 人数 / how many */
  count: number
}

export interface ClassFile {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 课次 / session */
  session_id: string | null
  /** 课次名称 / title of the session */
  session_title: string | null
  /** handout 发给学员，record 内部资料 / handout (learners see it) or record */
  kind: 'handout' | 'record' | null
  /** 文件名 / name */
  name: string | null
  /** 类型 / media type */
  type: string | null
  /** 字节数 / bytes */
  size: number
  /** 上传账号 / account */
  account_id: string | null
  /** 上传人 / by whom */
  account_name: string | null
  /** 上传时间 / when */
  at: string | null
  /** 可移除 / the reader may remove it */
  may_remove: boolean
}

export interface ClassFileIn {
  /** handout 发给学员，record 内部资料 / handout (learners see it) or record */
  kind: 'handout' | 'record' | null
  /** 课次 / session */
  session_id: string | null
  /** 文件名 / name */
  name: string
  /** 类型 / media type */
  type: string | null
  /** 内容（base64） / content, base64 */
  content: string
}

export interface ClassFileFull {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 课次 / session */
  session_id: string | null
  /** 课次名称 / title of the session */
  session_title: string | null
  /** handout 发给学员，record 内部资料 / handout (learners see it) or record */
  kind: 'handout' | 'record' | null
  /** 文件名 / name */
  name: string | null
  /** 类型 / media type */
  type: string | null
  /** 字节数 / bytes */
  size: number
  /** 上传账号 / account */
  account_id: string | null
  /** 上传人 / by whom */
  account_name: string | null
  /** 上传时间 / when */
  at: string | null
  /** 可移除 / the reader may remove it */
  may_remove: boolean
  /** 内容（base64） / content, base64 */
  content: string | null
}

export interface ChecklistRow {
  /** 编号 / id */
  id: string
  /** 学校 / school */
  org_id: string | null
  /** 阶段 / phase */
  phase: 'before' | 'during' | 'after' | null
  /** 事项 / what is to be done */
  title: string | null
  /** 已完成 / done */
  done: boolean
  /** 由人勾选 / ticked by hand */
  by_hand: boolean
  /** 谁 / by whom */
  account_name: string | null
  /** 何时 / when */
  at: string | null
  /** 备注 / note */
  note: string | null
}

export interface ChecklistTickIn {
  /** 已完成 / done */
  done: boolean
  /** 备注 / note */
  note: string | null
}

export interface ChecklistItem {
  /** 编号 / id */
  id: string
  /** 学校；空为全网通用 / school; absent: common */
  org_id: string
  /** 学校名称 / name of the school */
  org_name: string | null
  /** 学校路径 / path of the school */
  org_path: string | null
  /** 阶段 / phase */
  phase: 'before' | 'during' | 'after' | null
  /** 顺序 / order */
  ordinal: number
  /** 事项 / what is to be done */
  title: string
  /** 系统自动判断的依据 / what ticks it by itself */
  derive: string | null
}

export interface Import {
  /** 编号 / id */
  id: string
  /** 账号 / account */
  account_id: string | null
  /** 对象 / organisation, class or lesson that it is for */
  subject_id: string | null
  /** 表 / table */
  table_name: string | null
  /** 文件名 / file */
  file_name: string | null
  /** 状态 / state */
  state: 'waiting' | 'checked' | 'refused' | 'committed' | null
  /** 后台任务 / job that works on it */
  job_id: string | null
  /** 行数 / rows */
  row_count: number
  /** 新增 / added */
  added: number
  /** 更新 / changed */
  changed: number
  /** 不变 / unchanged */
  unchanged: number
  /** 跳过 / skipped */
  skipped: number
  /** 错误 / problems */
  problems: number
  /** 疑似重复 / possible duplicates */
  duplicates: number
  /** 待选择 / not decided yet */
  undecided: number
  /** 未读取的列 / columns of the file that were not read */
  unread: string | null
  /** 说明（中文），每行一条 / remarks in Chinese, one a line */
  remarks_zh: string | null
  /** 说明（英文），每行一条 / remarks in English, one a line */
  remarks_en: string | null
  /** 上传时间 / uploaded at */
  created_at: string | null
  /** 更新时间 / changed at */
  updated_at: string | null
}

export interface ImportProblem {
  /** 编号 / id */
  id: string
  /** 行 / row */
  row_no: number
  /** 列 / column */
  at_column: string | null
  /** 列名 / head */
  label: string | null
  /** 内容 / content */
  value: string | null
  /** 问题和改法 / what is wrong and what to do */
  text: string | null
  /** 列名（中文） / head in Chinese */
  label_zh: string | null
  /** 列名（英文） / head in English */
  label_en: string | null
  /** 中文 / in Chinese */
  zh: string | null
  /** 英文 / in English */
  en: string | null
}

export interface ImportDuplicate {
  /** 编号 / id */
  id: string
  /** 行 / row */
  row_no: number
  /** 表中姓名 / name in the file */
  name: string | null
  /** 表中单位 / unit in the file */
  unit: string | null
  /** 表中职务 / post in the file */
  post: string | null
  /** 表中身份证号 / citizen number in the file, masked */
  citizen_mask: string | null
  /** 已有人员 / person on record */
  person_id: string | null
  /** 已有姓名 / name on record */
  known_name: string | null
  /** 已有单位 / unit on record */
  known_unit: string | null
  /** 已有职务 / post on record */
  known_post: string | null
  /** 已有身份证号 / citizen number on record, masked */
  known_mask: string | null
  /** 选择 / choice */
  choice: 'same' | 'new' | 'skip' | null
}

export interface ImportChoices {
  /** 逐行选择 / row by row */
  items: ImportChoice[]
  /** 全部 / for every row */
  all: 'same' | 'new' | 'skip' | null
}

export interface ImportChoice {
  /** 行 / row */
  row_no: number
  /** 选择 / same, new or skip */
  choice: 'same' | 'new' | 'skip' | null
}

export interface AccountSheetOrder {
  /** 单位（含下级） / Organisation, with all below */
  org_id: string
  /** 拟授角色（在各人单位） / Role to be granted, on each one's own unit */
  role: 'sysadmin' | 'secadmin' | 'auditor' | 'office' | 'school_admin' | 'class_manager' | 'teacher' | 'site_leader' | 'liaison' | 'learner' | null
  /** 角色截止日期（含） / Last day of the role */
  until_on: string | null
  /** 只数人数 / Only tells how many */
  dry_run: boolean
}

export interface AccountSheet {
  /** 编号 / id */
  id: string
  /** 发起账号 / account that asked for it */
  account_id: string | null
  /** 发起人 / login of that account */
  made_by: string | null
  /** 单位 / organisation */
  org_id: string | null
  /** 单位名称 / name of the organisation */
  org_name: string | null
  /** 路径 / path */
  path: string | null
  /** 后台任务 / job that makes the accounts */
  job_id: string | null
  /** 人数 / people */
  row_count: number
  /** 已建账号 / accounts made */
  made: number
  /** 拟授角色 / rows that propose a role */
  roles: number
  /** 未取出的初始密码 / first passwords not given out */
  secrets: number
  /** 发起时间 / asked for at */
  created_at: string | null
  /** 密码取出时间 / passwords given out at */
  taken_at: string | null
  /** 授权时间 / roles granted at */
  granted_at: string | null
}

export interface AccountSheetPasswords {
  /** 初始密码 / First passwords */
  items: AccountSheetRow[]
}

export interface AccountSheetRow {
  /** 行 / row */
  row_no: number
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  name: string | null
  /** 单位 / unit */
  unit: string | null
  /** 登录名 / login */
  login: string | null
  /** 拟授角色 / role proposed */
  role: 'sysadmin' | 'secadmin' | 'auditor' | 'office' | 'school_admin' | 'class_manager' | 'teacher' | 'site_leader' | 'liaison' | 'learner' | null
  /** 角色所在组织 / organisation of the role */
  role_org_id: string | null
  /** 角色截止日期 / last day of the role */
  until_on: string | null
  /** 账号 / account */
  account_id: string | null
  /** 初始密码 / first password */
  password: string | null
}

export interface LiveOpen {
  /** 画面来源 / source of the pictures */
  source: 'none' | 'file' | 'rtmp' | null
  /** 影片 / recorded file, for source file */
  media_id: string | null
  /** 循环播放 / the file begins again at its end */
  repeats: boolean
}

export interface LiveRoom {
  /** 直播课堂 / session of the room */
  room_id: string | null
  /** 本班课次 / session of the caller's own class */
  session_id: string | null
  /** 班次 / class of the room */
  class_id: string | null
  /** 班次 / class */
  class_title: string | null
  /** 课题 / title */
  title: string | null
  /** 主讲 / teacher */
  teacher_name: string | null
  /** 主办学校 / host school */
  host_name: string | null
  /** 开始 / starts */
  starts_at: string | null
  /** 结束 / ends */
  ends_at: string | null
  /** 状态 / state */
  state: 'ready' | 'open' | 'closed' | null
  /** 画面来源 / source of the pictures */
  source: 'none' | 'file' | 'rtmp' | null
  /** 影片 / recorded file */
  media_id: string | null
  /** 循环播放 / the file begins again at its end */
  repeats: boolean
  /** 画面 / pictures */
  media: LiveMedia
  /** 推流 / for the publisher; teachers only */
  stream: LiveStream
  /** 上课时间 / opened */
  opened_at: string | null
  /** 下课时间 / closed */
  closed_at: string | null
  /** 序号 / number of the last event */
  seq: number
  /** 我的身份 / the caller's role here */
  role: 'teacher' | 'staff' | 'site' | 'learner' | null
  /** 教学点 / the caller's site */
  site_id: string | null
  /** 教学点 / the caller's site */
  site_name: string | null
}

export interface LiveMedia {
  /** 播放地址 / address of the playlist */
  url: string | null
  /** 状态 / state */
  state: 'none' | 'waiting' | 'playing' | 'lost' | 'ended' | 'failed' | null
  /** 开始 / started */
  started_at: string | null
}

export interface LiveStream {
  /** 推流地址 / address for the publisher */
  url: string | null
  /** 端口 / port */
  port: number
  /** 推流码 / stream key */
  key: string | null
}

export interface LivePresence {
  /** 序号 / number of the last event */
  seq: number
  /** 应到 / expected */
  expected: number
  /** 已到 / there */
  joined: number
  /** 请假 / on leave */
  leave: number
  /** 未到 / absent */
  absent: number
  /** 在线 / people connected */
  online: number
  /** 教学点 / sites; staff only */
  sites: LiveSite[]
}

export interface LiveSite {
  /** 教学点 / site */
  site_id: string | null
  /** 班次 / class */
  class_id: string | null
  /** 名称 / name */
  name: string | null
  /** 层级 / level */
  level: 'municipal' | 'district' | 'township' | null
  /** 负责人 / leader */
  leader_id: string | null
  /** 负责人 / leader */
  leader_name: string | null
  /** 应到 / expected */
  expected: number
  /** 已到 / there */
  joined: number
  /** 请假 / on leave */
  leave: number
  /** 未到 / absent */
  absent: number
  /** 在线屏幕 / screens connected */
  screens: number
}

export interface LivePerson {
  /** 报名编号 / enrolment */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 班次 / class */
  class_id: string | null
  /** 本班课次 / session of their class */
  session_id: string | null
  /** 教学点 / site */
  site_id: string | null
  /** 教学点 / site */
  site_name: string | null
  /** 状态 / state */
  state: 'online' | 'in_class' | 'leave' | 'absent' | null
  /** 进入 / joined */
  joined_at: string | null
  /** 此前在线（秒） / seconds connected before */
  seconds: number
}

export interface LiveEvents {
  /** 事件 / events, oldest first */
  items: LiveEvent[]
  /** 还有更早的 / there are older ones */
  more: boolean
}

export interface LiveEvent {
  /** 序号 / number in the room */
  seq: number
  /** 类型 / kind */
  kind: 'danmaku' | 'question' | 'answered' | 'hand' | 'hand_called' | 'poll_opened' | 'poll_closed' | 'opened' | 'closed' | 'media' | 'notice' | null
  /** 时间 / time */
  at: string | null
  /** 谁 / who */
  person: LiveSpeaker
  /** 内容 / content, by kind */
  body: unknown
}

export interface LiveSpeaker {
  /** 人员 / person */
  id: string
  /** 姓名 / name */
  name: string | null
  /** 教学点 / site */
  site: string | null
}

export interface LiveQuestions {
  /** 提问 / questions, the most wanted first */
  items: LiveQuestion[]
}

export interface LiveQuestion {
  /** 编号 / id */
  id: string
  /** 问题 / question */
  text: string | null
  /** 提问人 / who asks */
  person: LiveSpeaker
  /** 赞同 / votes */
  votes: number
  /** 我已赞同 / I voted for it */
  mine: boolean
  /** 状态 / state */
  state: 'open' | 'answered' | null
  /** 提问时间 / asked */
  asked_at: string | null
  /** 解答时间 / answered */
  answered_at: string | null
}

export interface LivePolls {
  /** 投票 / polls, newest first */
  items: LivePoll[]
}

export interface LivePoll {
  /** 编号 / id */
  id: string
  /** 课次 / session */
  session_id: string | null
  /** 题目 / title */
  title: string | null
  /** 可多选 / several options may be chosen */
  multiple: boolean
  /** 选项数 / number of options */
  option_count: number
  /** 状态 / state */
  state: 'open' | 'closed' | null
  /** 开始 / opened */
  opened_at: string | null
  /** 结束 / closed */
  closed_at: string | null
  /** 选项 / options */
  options: LiveOption[]
  /** 票数 / answers in the order of the options */
  counts: unknown
  /** 参与人数 / people who answered */
  total: number
  /** 我的选择 / numbers of the options I chose */
  mine: unknown
}

export interface LiveOption {
  /** 序号 / number, from 1 */
  no: number
  /** 选项 / option */
  text: string | null
  /** 票数 / answers */
  answers: number
}

export interface LiveNows {
  /** 正在上课 / lessons that go on now */
  items: LiveNow[]
}

export interface LiveNow {
  /** 直播课堂 / session of the room */
  room_id: string | null
  /** 本班课次 / session of the caller's own class */
  session_id: string | null
  /** 班次 / class */
  class_id: string | null
  /** 课题 / title */
  title: string | null
  /** 班次 / class */
  class_title: string | null
  /** 主办学校 / host school */
  host_name: string | null
  /** 上课时间 / opened */
  opened_at: string | null
  /** 我的身份 / the caller's role there */
  role: 'teacher' | 'staff' | 'site' | 'learner' | null
  /** 在线 / people connected */
  online: number
}

export interface LiveDanmakuIn {
  /** 弹幕 / danmaku */
  text: string
}

export interface LiveSaid {
  /** 序号 / number of the event */
  seq: number
}

export interface LiveAskIn {
  /** 问题 / question */
  text: string
}

export interface LiveAsked {
  /** 序号 / number of the event */
  seq: number
  /** 提问 / question */
  question_id: string | null
}

export interface LiveVoteIn {
  /** 提问 / question */
  question_id: string
  /** 赞同 / vote or take it back */
  on: boolean
}

export interface LiveAnsweredIn {
  /** 提问 / question */
  question_id: string
}

export interface LiveHandIn {
  /** 举手 / raise or lower */
  on: boolean
}

export interface LiveCallIn {
  /** 人员 / person */
  person_id: string
}

export interface LivePollIn {
  /** 题目 / title */
  title: string
  /** 选项 / options */
  options: string[]
  /** 可多选 / several options may be chosen */
  multiple: boolean
}

export interface LivePolled {
  /** 序号 / number of the event */
  seq: number
  /** 投票 / poll */
  poll_id: string | null
}

export interface LivePollCloseIn {
  /** 投票 / poll */
  poll_id: string
}

export interface LiveAnswerIn {
  /** 投票 / poll */
  poll_id: string
  /** 选项 / numbers of the options, as strings */
  options: string[]
}

export interface Board {
  /** 范围 / part of the tree */
  under: BoardRow
  /** 上级 / the way down to it */
  above: OrgStep[]
  /** 培训对象 / audience */
  audience: string | null
  /** 要求 / norm */
  norm: string | null
  /** 截至日期 / as of */
  on: string | null
  /** 年度 / year of the schools' figures */
  year: number
  /** 总人数 / people */
  people: number
  /** 该年度已参训 / trained that year */
  trained: number
  /** 少于此人数不比较比率 / rates of fewer people are not compared */
  small_n: number
  /** 各项要求 / norms */
  norms: BoardNorm[]
  /** 下级单位 / organisations below */
  rows: BoardRow[]
  /** 各类对象 / audiences */
  audiences: BoardAudience[]
  /** 各层级 / levels */
  levels: BoardLevel[]
  /** 各学校 / schools */
  schools: BoardSchool[]
  /** 正在直播 / live now */
  live: BoardLive[]
  /** 统计时间；空：这一天还没有统计 / computed at; null: that day has not been counted */
  computed_at: string | null
  /** 服务器时间 / the server's time */
  now_at: string | null
}

export interface BoardRow {
  /** 单位 / organisation */
  org_id: string | null
  /** 名称 / name */
  name: string | null
  /** 简称 / short name */
  short_name: string | null
  /** 区划代码 / national code */
  code: string | null
  /** 类别 / kind */
  kind: string | null
  /** 层级 / level */
  level: string | null
  /** 路径 / path */
  path: string | null
  /** 总人数 / all people */
  all_people: number
  /** 本年度已参训 / trained this year */
  trained: number
  /** 适用人数 / people to whom the norm applies */
  people: number
  /** 达标 / met */
  met: number
  /** 进度正常 / on track */
  on_track: number
  /** 落后 / behind */
  behind: number
  /** 无记录 / none */
  none: number
  /** 本年度班次 / classes this year */
  classes: number
  /** 班次名额 / seats of those classes */
  seats: number
  /** 已用名额 / seats used */
  seats_taken: number
  /** 正在上课的教学点 / sites of lessons live now */
  sites: number
  /** 已接入教学点 / of them connected */
  sites_joined: number
}

export interface BoardNorm {
  /** 要求 / norm */
  norm_code: string | null
  /** 中文名称 / Chinese name */
  name_zh: string | null
  /** 英文名称 / English name */
  name_en: string | null
  /** 用途 / purpose */
  purpose: 'requirement' | 'coverage' | null
  /** 适用人数 / people */
  people: number
  /** 达标 / met */
  met: number
  /** 进度正常 / on track */
  on_track: number
  /** 落后 / behind */
  behind: number
  /** 无记录 / none */
  none: number
}

export interface BoardAudience {
  /** 培训对象 / audience */
  audience_code: string | null
  /** 中文名称 / Chinese name */
  name_zh: string | null
  /** 英文名称 / English name */
  name_en: string | null
  /** 总人数 / all people */
  all_people: number
  /** 本年度已参训 / trained this year */
  trained: number
  /** 适用人数 / people to whom the norm applies */
  people: number
  /** 达标 / met */
  met: number
  /** 进度正常 / on track */
  on_track: number
  /** 落后 / behind */
  behind: number
  /** 无记录 / none */
  none: number
}

export interface BoardLevel {
  /** 层级 / level */
  level: string | null
  /** 上级层级 / level of the one above */
  parent_level: string | null
  /** 总人数 / all people */
  all_people: number
  /** 本年度已参训 / trained this year */
  trained: number
  /** 适用人数 / people to whom the norm applies */
  people: number
  /** 达标 / met */
  met: number
  /** 进度正常 / on track */
  on_track: number
  /** 落后 / behind */
  behind: number
  /** 无记录 / none */
  none: number
}

export interface BoardSchool {
  /** 学校 / school */
  org_id: string | null
  /** 名称 / name */
  name: string | null
  /** 路径 / path */
  path: string | null
  /** 本年度班次 / classes this year */
  classes: number
  /** 班次名额 / seats of those classes */
  seats: number
  /** 已用名额 / seats used */
  seats_taken: number
  /** 本年度人次 / person-times this year */
  entries: number
  /** 本年度人学时 / people-hours this year */
  hours: number
}

export interface BoardLive {
  /** 课次 / session */
  session_id: string | null
  /** 班次 / class */
  class_id: string | null
  /** 主办单位 / host */
  org_id: string | null
  /** 课次标题 / session's title */
  title: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 主办单位名称 / host's name */
  org_name: string | null
  /** 开始 / starts */
  starts_at: string | null
  /** 结束 / ends */
  ends_at: string | null
  /** 主办单位路径 / host's path */
  org_path: string | null
  /** 应到 / expected */
  expected: number
  /** 在线 / connected */
  online: number
  /** 本范围教学点 / sites in this part of the tree */
  sites: number
  /** 已接入教学点 / of them connected */
  sites_joined: number
}

export interface BoardPerson {
  /** 人员 / person */
  id: string
  /** 姓名 / name */
  name: string | null
  /** 单位 / unit */
  org_id: string | null
  /** 单位名称 / unit's name */
  org_name: string | null
  /** 单位路径 / unit's path */
  path: string | null
  /** 层级 / level */
  level: string | null
  /** 职级 / rank */
  rank_code: string | null
  /** 培训对象 / audience */
  audience_code: string | null
  /** 职务 / post */
  post: string | null
  /** 要求 / norm */
  norm_code: string | null
  /** 状态 / state */
  state: 'met' | 'on_track' | 'behind' | 'none' | null
  /** 已修学时 / hours done */
  hours: number
  /** 应修学时 / hours needed */
  need_hours: number
  /** 已修天数 / days done */
  days: number
  /** 或应修天数 / or days needed */
  need_days: number
  /** 完成期限 / due on */
  due_on: string | null
  /** 周期结束 / window until */
  until_on: string | null
}

export interface BoardDayAsk {
  /** 要看哪个单位的概览 / whose board is wanted */
  org_id: string
  /** 日期 / day */
  on: string
}

export interface BoardDayJob {
  /** 后台任务 / job */
  job_id: string | null
}

export interface BoardTrend {
  /** 要求 / norm */
  norm: string | null
  /** 各日 / days */
  points: BoardPoint[]
}

export interface BoardPoint {
  /** 日期 / day */
  on_day: string | null
  /** 适用人数 / people */
  people: number
  /** 达标 / met */
  met: number
  /** 进度正常 / on track */
  on_track: number
  /** 落后 / behind */
  behind: number
  /** 无记录 / none */
  none: number
}

export interface BoardSites {
  /** 教学点 / sites */
  items: BoardSite[]
  /** 统计时间 / computed at */
  computed_at: string | null
}

export interface BoardSite {
  /** 课次 / session */
  session_id: string | null
  /** 课次标题 / session's title */
  title: string | null
  /** 教学点 / site */
  site_id: string | null
  /** 单位 / organisation */
  org_id: string | null
  /** 单位名称 / organisation's name */
  org_name: string | null
  /** 单位路径 / organisation's path */
  org_path: string | null
  /** 负责人 / leader */
  leader: string | null
  /** 座位 / seats */
  seats: number
  /** 应到 / expected */
  expected: number
  /** 已接入 / connected */
  joined: boolean
}

export interface BoardClass {
  /** 班次 / class */
  id: string
  /** 主办单位 / host */
  org_id: string | null
  /** 名称 / title */
  title: string | null
  /** 主办单位名称 / host's name */
  org_name: string | null
  /** 开始 / starts */
  starts_on: string | null
  /** 结束 / ends */
  ends_on: string | null
  /** 状态 / state */
  state: string | null
  /** 名额 / seats */
  seats_max: number
  /** 已确认 / confirmed */
  confirmed_count: number
}

export interface BoardEntry {
  /** 记录 / entry */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 事由 / what */
  title: string | null
  /** 类别 / kind */
  kind: 'concentrated' | 'online' | null
  /** 日期 / day */
  earned_on: string | null
  /** 学时 / hours */
  hours: number
}

export interface OrgMovePreview {
  /** 组织 / organisation */
  name: string | null
  /** 原上级 / parent now */
  from_name: string | null
  /** 新上级 / parent then */
  to_name: string | null
  /** 随之移动的组织 / organisations that move, itself included */
  orgs: number
  /** 随之移动的人员 / people that move */
  people: number
  /** 随之移动的班次 / classes that move */
  classes: number
  /** 授权在其中的角色 / roles granted there */
  roles: number
}

export interface Home {
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  name: string | null
  /** 接下来的课 / next sessions */
  sessions: HomeSession[]
  /** 待办 / things to do */
  todo: Todo[]
  /** 我的完成情况 / own progress */
  norms: NormProgress[]
  /** 管理范围内人数 / people in one's part of the tree */
  people: number
  /** 本年度已参训 / trained this year */
  trained: number
  /** 管理范围 / part of the tree */
  scope_name: string | null
  /** 服务器时间 / the server's time */
  now_at: string | null
}

export interface HomeSession {
  /** 课次 / session */
  session_id: string | null
  /** 班次 / class */
  class_id: string | null
  /** 直播间 / live room */
  room_id: string | null
  /** 教学点 / site */
  site_id: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 课次标题 / session's title */
  title: string | null
  /** 形式 / kind */
  kind: 'lecture' | 'discussion' | 'route' | 'forum' | 'self_study' | null
  /** 开始 / starts */
  starts_at: string | null
  /** 结束 / ends */
  ends_at: string | null
  /** 地点 / room */
  room: string | null
  /** 教学点 / site */
  site_name: string | null
  /** 直播状态 / live state */
  live_state: 'ready' | 'open' | 'closed' | null
  /** 有直播 / has a live room */
  live: boolean
  /** 我的身份 / my part */
  part: 'teacher' | 'manager' | 'site_leader' | 'learner' | 'office' | null
}

export interface Todo {
  /** 事项 / what to do */
  kind: 'confirm_people' | 'decide_leaves' | 'confirm_classes' | 'sign_minutes' | null
  /** 件数 / how many are shown */
  count: number
  /** 还有更多 / there are more */
  more: boolean
  /** 前几件 / the first ones */
  items: TodoItem[]
}

export interface TodoItem {
  /** 编号 / id */
  id: string
  /** 班次 / class */
  class_id: string | null
  /** 小组 / group */
  group_id: string | null
  /** 课次 / session */
  session_id: string | null
  /** 标题 / title */
  title: string | null
  /** 说明 / detail */
  detail: string | null
  /** 时间 / at */
  at: string | null
}

export interface DispatchRoundItem {
  /** 编号 / id */
  id: string
  /** 组织单位 / organisation */
  org_id: string | null
  /** 组织单位名称 / its name */
  org_name: string | null
  /** 组织单位位置 / its path */
  org_path: string | null
  /** 名称 / title */
  title: string
  /** 说明 / note */
  note: string | null
  /** 起 / from */
  from_on: string
  /** 止 / until */
  until_on: string
  /** 离岗上限按月或按周 / caps by month or by week */
  mode: 'wave' | 'weekly' | null
  /** 状态 / state */
  state: 'draft' | 'solved' | 'reviewed' | 'published' | 'closed' | 'cancelled' | null
  /** 回执期限 / replies due */
  reply_due_on: string | null
  /** 采用的方案 / chosen version */
  chosen_id: string | null
  /** 计算任务 / job */
  job_id: string | null
  /** 发布时间 / published at */
  published_at: string | null
  /** 结束时间 / closed at */
  closed_at: string | null
  /** 版本 / version */
  version: number
  /** 创建时间 / made at */
  created_at: string | null
  /** 更新时间 / changed at */
  updated_at: string | null
}

export interface DispatchRound {
  /** 编号 / id */
  id: string
  /** 组织单位 / organisation */
  org_id: string | null
  /** 组织单位名称 / its name */
  org_name: string | null
  /** 组织单位位置 / its path */
  org_path: string | null
  /** 名称 / title */
  title: string
  /** 说明 / note */
  note: string | null
  /** 起 / from */
  from_on: string
  /** 止 / until */
  until_on: string
  /** 离岗上限按月或按周 / caps by month or by week */
  mode: 'wave' | 'weekly' | null
  /** 状态 / state */
  state: 'draft' | 'solved' | 'reviewed' | 'published' | 'closed' | 'cancelled' | null
  /** 回执期限 / replies due */
  reply_due_on: string | null
  /** 采用的方案 / chosen version */
  chosen_id: string | null
  /** 计算任务 / job */
  job_id: string | null
  /** 发布时间 / published at */
  published_at: string | null
  /** 结束时间 / closed at */
  closed_at: string | null
  /** 版本 / version */
  version: number
  /** 创建时间 / made at */
  created_at: string | null
  /** 更新时间 / changed at */
  updated_at: string | null
  /** 班次 / classes */
  offers: DispatchOffer[]
}

export interface DispatchOffer {
  /** 班次 / class */
  class_id: string
  /** 班次名称 / class's title */
  title: string | null
  /** 主办单位 / host */
  org_id: string | null
  /** 主办单位名称 / host's name */
  org_name: string | null
  /** 主办单位位置 / host's path */
  org_path: string | null
  /** 培训对象 / audience */
  audience_code: string | null
  /** 开班日期 / first day */
  starts_on: string | null
  /** 结业日期 / last day */
  ends_on: string | null
  /** 学时账户 / account of hours */
  account_kind: 'concentrated' | 'online' | null
  /** 班次状态 / class's state */
  state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 培训方案 / programme */
  programme_id: string | null
  /** 已确认人数 / people with a seat */
  confirmed_count: number
  /** 班次名额 / seats of the class */
  class_seats: number
  /** 已发通知未报名 / called, not enrolled yet */
  called_count: number
  /** 最低开班人数 / least people */
  seats_min: number
  /** 本批次名额 / seats of this round */
  seats_max: number
}

export interface DispatchOffersIn {
  /** 班次 / classes */
  items: DispatchOffer[]
}

export interface DispatchPolicy {
  /** 政策 / policy */
  items: DispatchValue[]
}

export interface DispatchValue {
  /** 代码 / code */
  code: string
  /** 中文含义 / what it means, Chinese */
  zh: string | null
  /** 英文含义 / what it means, English */
  en: string | null
  /** 取值 / value */
  value: number
  /** 规则值 / of the dated rule */
  standard: number
  /** 规则起始日期 / the rule's first day */
  from_on: string | null
  /** 规则依据 / the rule's source */
  source: string | null
  /** 批次可以设定 / a round may set it */
  of_round: boolean
}

export interface DispatchStateIn {
  /** 状态 / state */
  state: 'draft' | 'solved' | 'reviewed' | 'published' | 'closed' | 'cancelled' | null
}

export interface DispatchStarted {
  /** 计算任务 / job */
  job_id: string | null
}

export interface DispatchWhatIf {
  /** 班次 / class */
  class_id: string | null
  /** 改这个单位的分配名额 / the quota of this organisation */
  org_id: string | null
  /** 名额 / seats */
  seats_max: number
  /** 单位同期离岗上限（%） / most of a unit away, per cent */
  cap_pct: number
}

export interface DispatchVersions {
  /** 方案 / versions */
  items: DispatchVersionItem[]
}

export interface DispatchVersionItem {
  /** 编号 / id */
  id: string
  /** 批次 / round */
  round_id: string | null
  /** 方案号 / number */
  no: number
  /** 状态 / state */
  state: string | null
  /** 说明 / note */
  note: string | null
  /** 人数 / people */
  people: number
  /** 有班可派人数 / people with an admissible class */
  eligible: number
  /** 可行的人班组合 / admissible pairs */
  pairs: number
  /** 名额 / seats */
  seats: number
  /** 安排人数 / placed */
  placed: number
  /** 未安排人数 / left out */
  left_out: number
  /** 目标值 / objective */
  objective: number
  /** 下界 / lower bound */
  bound: number
  /** 差距（百万分之一） / gap, ppm */
  gap_ppm: number
  /** 钉子户人数 / never-trained */
  never_people: number
  /** 未安排的钉子户 / never-trained left out */
  never_out: number
  /** 安排的近期已参训者 / placed though trained recently */
  trained_in: number
  /** 安排的专业户 / over-trained placed */
  over_in: number
  /** 有人参训的单位数 / units with somebody placed */
  units_in: number
  /** 单位同期离岗最高比例（百万分之一） / largest share of a unit away, ppm */
  unit_most_ppm: number
  /** 先到先得：安排人数 / first come first served: placed */
  fcfs_placed: number
  /** 先到先得：未安排的钉子户 / first come first served: never-trained left out */
  fcfs_never_out: number
  /** 先到先得：近期已参训者 / first come first served: trained recently */
  fcfs_trained_in: number
  /** 先到先得：单位数 / first come first served: units */
  fcfs_units_in: number
  /** 先到先得：目标值 / first come first served: objective */
  fcfs_objective: number
  /** 人工调整次数 / changes by hand */
  edits: number
  /** 用时（毫秒） / took, ms */
  took_ms: number
  /** 计算时间 / made at */
  created_at: string | null
}

export interface DispatchChooseIn {
  /** 方案 / version */
  version_id: string
}

export interface DispatchWishes {
  /** 指定与排除 / pins and bars */
  items: DispatchWish[]
}

export interface DispatchWish {
  /** 编号 / id */
  id: string
  /** 批次 / round */
  round_id: string | null
  /** 人员 / person */
  person_id: string
  /** 姓名 / name */
  person_name: string | null
  /** 单位位置 / unit's path */
  org_path: string | null
  /** 班次；不填为本批次全部 / class; all of the round when absent */
  class_id: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 指定（pin）或排除（bar） / pin or bar */
  kind: string
  /** 理由 / reason */
  reason: string
  /** 时间 / at */
  at: string | null
}

export interface DispatchClashes {
  /** 冲突 / clashes */
  items: DispatchClash[]
}

export interface DispatchClash {
  /** 冲突类别 / kind */
  kind: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 本批次班次 / class of this round */
  class_id: string | null
  /** 本批次班次名称 / its title */
  class_title: string | null
  /** 冲突班次 / the other class */
  other_id: string | null
  /** 冲突班次名称 / its title */
  other_title: string | null
  /** 冲突班次主办单位 / its host */
  other_org: string | null
  /** 开班日期 / first day */
  starts_on: string | null
  /** 结业日期 / last day */
  ends_on: string | null
}

export interface DispatchChanges {
  /** 采用的方案 / chosen version */
  version_id: string | null
  /** 方案号 / its number */
  version_no: number
  /** 计算时间 / computed at */
  computed_at: string | null
  /** 此后的变化 / what changed since */
  items: DispatchChange[]
  /** 异议成立而方案仍未安排的人 / left out by it although their objection was upheld since */
  missing: string | null
}

export interface DispatchChange {
  /** 类别 / kind */
  kind: string | null
  /** 数量 / how many */
  count: number
  /** 中文说明 / in Chinese */
  zh: string | null
  /** 英文说明 / in English */
  en: string | null
}

export interface DispatchPublishIn {
  /** 不发给有冲突的人 / leave out those who clash */
  leave_out: boolean
  /** 计算之后有变化，仍按原方案发布 / as it is, although things changed since */
  as_is: boolean
}

export interface DispatchPublished {
  /** 发出通知 / calls sent */
  calls: number
  /** 回执期限 / replies due */
  reply_due_on: string | null
}

export interface DispatchVersion {
  /** 编号 / id */
  id: string
  /** 批次 / round */
  round_id: string | null
  /** 方案号 / number */
  no: number
  /** 状态 / state */
  state: string | null
  /** 说明 / note */
  note: string | null
  /** 人数 / people */
  people: number
  /** 有班可派人数 / people with an admissible class */
  eligible: number
  /** 可行的人班组合 / admissible pairs */
  pairs: number
  /** 名额 / seats */
  seats: number
  /** 安排人数 / placed */
  placed: number
  /** 未安排人数 / left out */
  left_out: number
  /** 目标值 / objective */
  objective: number
  /** 下界 / lower bound */
  bound: number
  /** 差距（百万分之一） / gap, ppm */
  gap_ppm: number
  /** 钉子户人数 / never-trained */
  never_people: number
  /** 未安排的钉子户 / never-trained left out */
  never_out: number
  /** 安排的近期已参训者 / placed though trained recently */
  trained_in: number
  /** 安排的专业户 / over-trained placed */
  over_in: number
  /** 有人参训的单位数 / units with somebody placed */
  units_in: number
  /** 单位同期离岗最高比例（百万分之一） / largest share of a unit away, ppm */
  unit_most_ppm: number
  /** 先到先得：安排人数 / first come first served: placed */
  fcfs_placed: number
  /** 先到先得：未安排的钉子户 / first come first served: never-trained left out */
  fcfs_never_out: number
  /** 先到先得：近期已参训者 / first come first served: trained recently */
  fcfs_trained_in: number
  /** 先到先得：单位数 / first come first served: units */
  fcfs_units_in: number
  /** 先到先得：目标值 / first come first served: objective */
  fcfs_objective: number
  /** 人工调整次数 / changes by hand */
  edits: number
  /** 用时（毫秒） / took, ms */
  took_ms: number
  /** 计算时间 / made at */
  created_at: string | null
  /** 所用政策 / policy used */
  policy: string | null
  /** 计算依据的摘要 / digests of what it was computed from */
  basis: string | null
  /** 班次使用 / classes */
  classes: DispatchClassUse[]
  /** 单位 / units */
  units: DispatchUnitUse[]
  /** 人工调整 / changes by hand */
  log: DispatchEdit[]
}

export interface DispatchClassUse {
  /** 班次 / class */
  class_id: string | null
  /** 班次名称 / class's title */
  title: string | null
  /** 主办单位 / host */
  org_name: string | null
  /** 开班日期 / first day */
  starts_on: string | null
  /** 结业日期 / last day */
  ends_on: string | null
  /** 最低人数 / least people */
  seats_min: number
  /** 名额 / seats */
  seats_max: number
  /** 安排人数 / placed */
  placed: number
  /** 其中钉子户 / never-trained of them */
  never: number
  /** 其中专业户 / over-trained of them */
  over: number
  /** 最低紧迫度 / least urgency */
  least_urgency: number
  /** 分配名额 / quotas */
  quotas: DispatchQuotaUse[]
}

export interface DispatchQuotaUse {
  /** 单位 / organisation */
  org_id: string | null
  /** 单位名称 / name */
  org_name: string | null
  /** 最少 / least */
  seats_min: number
  /** 最多 / most */
  seats_max: number
  /** 安排人数 / placed */
  placed: number
}

export interface DispatchUnitUse {
  /** 单位 / organisation */
  org_id: string | null
  /** 单位名称 / name */
  org_name: string | null
  /** 位置 / path */
  org_path: string | null
  /** 人数 / people */
  people: number
  /** 安排人数 / placed */
  placed: number
  /** 钉子户 / never-trained */
  never: number
  /** 未安排的钉子户 / never-trained left out */
  never_out: number
  /** 安排的近期已参训者 / placed though trained recently */
  trained_in: number
}

export interface DispatchEdit {
  /** 编号 / id */
  id: string
  /** 方案 / version */
  version_id: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 原班次 / from class */
  from_id: string | null
  /** 原班次名称 / from class's title */
  from_title: string | null
  /** 改到班次 / to class */
  to_id: string | null
  /** 改到班次名称 / to class's title */
  to_title: string | null
  /** 让出的人 / who gave way */
  other_id: string | null
  /** 让出者姓名 / their name */
  other_name: string | null
  /** 代价 / cost */
  cost: number
  /** 理由 / reason */
  reason: string | null
  /** 时间 / at */
  at: string | null
}

export interface DispatchCalendar {
  /** 各周 / weeks */
  weeks: DispatchWeek[]
  /** 最接近上限的单位 / units nearest to their caps */
  units: DispatchUnitWeeks[]
  /** 有人离岗的单位 / units with anybody away */
  units_away: number
}

export interface DispatchWeek {
  /** 星期一 / Monday */
  from_on: string | null
  /** 离岗人数 / away */
  away: number
}

export interface DispatchUnitWeeks {
  /** 单位 / organisation */
  org_id: string | null
  /** 单位名称 / name */
  org_name: string | null
  /** 在职人数 / people */
  people: number
  /** 离岗上限 / cap */
  cap: number
  /** 最多离岗 / most away */
  most: number
  /** 各周 / weeks */
  weeks: DispatchWeek[]
}

export interface DispatchPlace {
  /** 人员 / person */
  id: string
  /** 方案 / version */
  version_id: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_id: string | null
  /** 单位名称 / unit's name */
  org_name: string | null
  /** 单位位置 / unit's path */
  org_path: string | null
  /** 职务 / post */
  post: string | null
  /** 培训对象 / audience */
  audience_code: string | null
  /** 班次；空为未安排 / class; absent: left out */
  class_id: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 最适合的班次 / class that fits best */
  wanted_id: string | null
  /** 最适合的班次名称 / its title */
  wanted_title: string | null
  /** 类别 / tier */
  tier: 'never' | 'claim' | 'debt' | 'missing' | 'met' | 'recent' | 'over' | null
  /** 理由 / reason */
  reason: string | null
  /** 紧迫度 / urgency */
  urgency: number
  /** 不适配分 / fit, 0 the best */
  fit: number
  /** 最适合班次的最低紧迫度 / least urgency seated in the class that fits best */
  bar: number
  /** 欠学时 / hours missing */
  missing: number
  /** 最近集中培训 / last training */
  last_on: string | null
  /** 计算期内培训次数 / trainings that count */
  recent: number
  /** 欠训次数 / debts */
  debts: number
  /** 异议成立，优先安排 / comes first: objection upheld */
  claims: number
  /** 人工指定 / set by hand */
  pinned: boolean
}

export interface DispatchMove {
  /** 人员 / person */
  person_id: string
  /** 改到班次；不填为不安排 / to class; absent: left out */
  class_id: string | null
  /** 与谁对调 / with whom */
  with_id: string | null
  /** 理由 / reason */
  reason: string | null
  /** 只看代价 / only show the cost */
  dry_run: boolean
  /** 姓名 / name */
  person_name: string | null
  /** 原班次 / from class */
  from_id: string | null
  /** 原班次名称 / from class's title */
  from_title: string | null
  /** 改到班次名称 / to class's title */
  to_title: string | null
  /** 让出的人 / who gives way */
  other_id: string | null
  /** 让出者姓名 / their name */
  other_name: string | null
  /** 代价 / cost */
  cost: number
  /** 其单位同期离岗 / of the unit away then */
  unit_away: number
  /** 其单位离岗上限 / cap of the unit */
  unit_cap: number
}

export interface DispatchCallItem {
  /** 编号 / id */
  id: string
  /** 批次 / round */
  round_id: string | null
  /** 批次名称 / round's title */
  round_title: string | null
  /** 批次状态 / round's state */
  round_state: 'draft' | 'solved' | 'reviewed' | 'published' | 'closed' | 'cancelled' | null
  /** 组织单位 / organisation */
  round_org_id: string | null
  /** 组织单位名称 / its name */
  round_org_name: string | null
  /** 组织单位位置 / its path */
  round_path: string | null
  /** 班次 / class */
  class_id: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 开班日期 / first day */
  starts_on: string | null
  /** 结业日期 / last day */
  ends_on: string | null
  /** 地点 / place */
  room: string | null
  /** 主办单位 / host */
  host_name: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 职务 / post */
  post: string | null
  /** 单位 / unit */
  org_id: string | null
  /** 单位名称 / unit's name */
  org_name: string | null
  /** 单位位置 / unit's path */
  org_path: string | null
  /** 状态 / state */
  state: 'sent' | 'accepted' | 'refused' | 'excused' | 'denied' | 'enrolled' | 'replaced' | 'withdrawn' | 'completed' | 'absent' | null
  /** 回执期限 / reply due */
  due_on: string | null
  /** 逾期未回执 / past its day without a reply */
  overdue: boolean
  /** 催办：1 已提醒，2 已逾期，3 已上报 / 1 reminded, 2 overdue, 3 escalated */
  late: number
  /** 调训理由 / why */
  why: string | null
  /** 回执 / answer */
  answer_kind: 'accept' | 'staffing' | 'work' | 'health' | 'family' | 'other' | null
  /** 回执说明 / what was said */
  answer: string | null
  /** 佐证 / evidence */
  evidence: string | null
  /** 推荐人选 / proposed person */
  proposed_id: string | null
  /** 推荐人选姓名 / their name */
  proposed_name: string | null
  /** 回执时间 / answered at */
  answered_at: string | null
  /** 单位意见 / unit's word */
  unit_state: 'confirmed' | 'objected' | null
  /** 单位说明 / unit's note */
  unit_note: string | null
  /** 单位确认时间 / at */
  unit_at: string | null
  /** 审定意见 / ruling */
  ruling_note: string | null
  /** 审定时间 / ruled at */
  ruled_at: string | null
  /** 替补谁的通知 / replaces call */
  replaces_id: string | null
  /** 替补谁 / in place of */
  replaces_name: string | null
  /** 被谁的通知替补 / replaced by call */
  replaced_by_id: string | null
  /** 由谁替补 / replaced by */
  replaced_by_name: string | null
  /** 报名 / enrolment */
  enrolment_id: string | null
  /** 报名状态 / enrolment's state */
  enrolment_state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 版本 / version */
  version: number
  /** 发出时间 / sent at */
  created_at: string | null
  /** 更新时间 / changed at */
  updated_at: string | null
}

export interface DispatchCallCounts {
  /** 各状态的通知数 / calls in each state */
  items: DispatchCallCount[]
  /** 通知总数 / all calls */
  calls: number
  /** 逾期未回执 / past their day without a reply */
  overdue: number
}

export interface DispatchCallCount {
  /** 状态 / state */
  state: 'sent' | 'accepted' | 'refused' | 'excused' | 'denied' | 'enrolled' | 'replaced' | 'withdrawn' | 'completed' | 'absent' | null
  /** 通知数 / calls */
  calls: number
  /** 其中逾期未回执 / past their day without a reply */
  overdue: number
}

export interface DispatchOutcome {
  /** 批次 / round */
  round_id: string | null
  /** 批次名称 / title */
  title: string | null
  /** 组织单位 / organisation */
  org_name: string | null
  /** 状态 / state */
  state: 'draft' | 'solved' | 'reviewed' | 'published' | 'closed' | 'cancelled' | null
  /** 开始日期 / first day */
  from_on: string | null
  /** 结束日期 / last day */
  until_on: string | null
  /** 各名单 / by list */
  lines: DispatchOutcomeLine[]
  /** 各班次 / by class */
  classes: DispatchOutcomeClass[]
}

export interface DispatchOutcomeLine {
  /** 名单（空：全部） / list; null: everybody */
  list: 'never' | 'hard' | 'over' | null
  /** 调训人数 / called */
  called: number
  /** 未办结 / not settled yet */
  waiting: number
  /** 已结业 / completed */
  came: number
  /** 未到或未完成 / did not come or not complete */
  absent: number
  /** 准予不参训 / excused */
  excused: number
  /** 不予认可或未回执 / refusal not accepted, or no reply */
  denied: number
  /** 已移出名单 / left the list since */
  left_list: number
  /** 新列入名单 / joined the list since */
  joined_list: number
  /** 统计时间 / counted at */
  at: string | null
}

export interface DispatchOutcomeClass {
  /** 班次 / class */
  class_id: string | null
  /** 班次名称 / class's title */
  title: string | null
  /** 开班日期 / first day */
  starts_on: string | null
  /** 结业日期 / last day */
  ends_on: string | null
  /** 班次状态 / class's state */
  class_state: 'draft' | 'open' | 'running' | 'ended' | 'confirmed' | 'cancelled' | null
  /** 调训人数 / called */
  called: number
  /** 回执未办结 / replies not settled yet */
  waiting: number
  /** 已报名 / enrolled */
  enrolled: number
  /** 已结业 / completed */
  came: number
  /** 未到或未完成 / did not complete */
  absent: number
}

export interface DispatchOutcomes {
  /** 批次 / rounds */
  items: DispatchOutcomeItem[]
}

export interface DispatchOutcomeItem {
  /** 批次 / round */
  round_id: string | null
  /** 批次名称 / title */
  title: string | null
  /** 组织单位 / organisation */
  org_name: string | null
  /** 状态 / state */
  state: 'draft' | 'solved' | 'reviewed' | 'published' | 'closed' | 'cancelled' | null
  /** 开始日期 / first day */
  from_on: string | null
  /** 结束日期 / last day */
  until_on: string | null
  /** 各名单 / by list */
  lines: DispatchOutcomeLine[]
}

export interface DispatchCall {
  /** 编号 / id */
  id: string
  /** 批次 / round */
  round_id: string | null
  /** 批次名称 / round's title */
  round_title: string | null
  /** 批次状态 / round's state */
  round_state: 'draft' | 'solved' | 'reviewed' | 'published' | 'closed' | 'cancelled' | null
  /** 组织单位 / organisation */
  round_org_id: string | null
  /** 组织单位名称 / its name */
  round_org_name: string | null
  /** 组织单位位置 / its path */
  round_path: string | null
  /** 班次 / class */
  class_id: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 开班日期 / first day */
  starts_on: string | null
  /** 结业日期 / last day */
  ends_on: string | null
  /** 地点 / place */
  room: string | null
  /** 主办单位 / host */
  host_name: string | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 职务 / post */
  post: string | null
  /** 单位 / unit */
  org_id: string | null
  /** 单位名称 / unit's name */
  org_name: string | null
  /** 单位位置 / unit's path */
  org_path: string | null
  /** 状态 / state */
  state: 'sent' | 'accepted' | 'refused' | 'excused' | 'denied' | 'enrolled' | 'replaced' | 'withdrawn' | 'completed' | 'absent' | null
  /** 回执期限 / reply due */
  due_on: string | null
  /** 逾期未回执 / past its day without a reply */
  overdue: boolean
  /** 催办：1 已提醒，2 已逾期，3 已上报 / 1 reminded, 2 overdue, 3 escalated */
  late: number
  /** 调训理由 / why */
  why: string | null
  /** 回执 / answer */
  answer_kind: 'accept' | 'staffing' | 'work' | 'health' | 'family' | 'other' | null
  /** 回执说明 / what was said */
  answer: string | null
  /** 佐证 / evidence */
  evidence: string | null
  /** 推荐人选 / proposed person */
  proposed_id: string | null
  /** 推荐人选姓名 / their name */
  proposed_name: string | null
  /** 回执时间 / answered at */
  answered_at: string | null
  /** 单位意见 / unit's word */
  unit_state: 'confirmed' | 'objected' | null
  /** 单位说明 / unit's note */
  unit_note: string | null
  /** 单位确认时间 / at */
  unit_at: string | null
  /** 审定意见 / ruling */
  ruling_note: string | null
  /** 审定时间 / ruled at */
  ruled_at: string | null
  /** 替补谁的通知 / replaces call */
  replaces_id: string | null
  /** 替补谁 / in place of */
  replaces_name: string | null
  /** 被谁的通知替补 / replaced by call */
  replaced_by_id: string | null
  /** 由谁替补 / replaced by */
  replaced_by_name: string | null
  /** 报名 / enrolment */
  enrolment_id: string | null
  /** 报名状态 / enrolment's state */
  enrolment_state: 'proposed' | 'waiting' | 'confirmed' | 'declined' | 'withdrawn' | 'completed' | 'failed' | null
  /** 版本 / version */
  version: number
  /** 发出时间 / sent at */
  created_at: string | null
  /** 更新时间 / changed at */
  updated_at: string | null
  /** 经过 / history */
  events: DispatchCallEvent[]
}

export interface DispatchCallEvent {
  /** 编号 / id */
  id: string
  /** 通知 / call */
  call_id: string | null
  /** 原状态 / from */
  from_state: 'sent' | 'accepted' | 'refused' | 'excused' | 'denied' | 'enrolled' | 'replaced' | 'withdrawn' | 'completed' | 'absent' | null
  /** 新状态 / to */
  to_state: 'sent' | 'accepted' | 'refused' | 'excused' | 'denied' | 'enrolled' | 'replaced' | 'withdrawn' | 'completed' | 'absent' | null
  /** 说明 / note */
  note: string | null
  /** 时间 / at */
  at: string | null
  /** 操作人 / by */
  account_name: string | null
  /** 替补者或被替补者 / substitute, or whom they replace */
  other_name: string | null
}

export interface DispatchReplyIn {
  /** 回执 / answer */
  answer: 'accept' | 'staffing' | 'work' | 'health' | 'family' | 'other' | null
  /** 理由 / reason */
  reason: string | null
  /** 佐证 / evidence */
  evidence: string | null
  /** 推荐人选 / proposed person */
  proposed_id: string | null
}

export interface DispatchUnitIn {
  /** 单位意见 / the unit's word */
  unit_state: 'confirmed' | 'objected' | null
  /** 说明 / note */
  note: string | null
}

export interface DispatchRulingIn {
  /** 确有困难，准予不参训 / hardship: excused */
  hardship: boolean
  /** 审定意见 / ruling */
  note: string
}

export interface DispatchPlaces {
  /** 人选 / people */
  items: DispatchPlace[]
}

export interface DispatchSubstituteIn {
  /** 替补人员 / substitute */
  person_id: string
  /** 说明 / note */
  note: string | null
}

export interface DispatchListedRow {
  /** 编号 / id */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_id: string | null
  /** 单位名称 / unit's name */
  org_name: string | null
  /** 职务 / post */
  post: string | null
  /** 培训对象 / audience */
  audience_code: string | null
  /** 名单 / list */
  list: 'never' | 'hard' | 'over' | null
  /** 依据规则 / rule */
  rule: string | null
  /** 列入日期 / since */
  since_on: string | null
  /** 最近集中培训 / last training */
  last_on: string | null
  /** 实际数 / count */
  count: number
  /** 界限 / threshold */
  threshold: number
  /** 计算期（月） / months that count */
  months: number
  /** 更新时间 / updated at */
  updated_at: string | null
}

export interface DispatchCounts {
  /** 各名单人数 / people on each list */
  lists: DispatchListCount[]
}

export interface DispatchListCount {
  /** 名单 / list */
  list: 'never' | 'hard' | 'over' | null
  /** 人数 / people */
  people: number
}

export interface DispatchMine {
  /** 所在名单 / lists */
  listed: DispatchListed[]
  /** 各批次安排 / what rounds decided */
  places: DispatchOwnPlace[]
  /** 欠训 / debts */
  debts: DispatchDebt[]
  /** 不便参训时段 / times away */
  away: DispatchAway[]
  /** 异议 / objections */
  objections: DispatchObjection[]
}

export interface DispatchListed {
  /** 编号 / id */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 名单 / list */
  list: 'never' | 'hard' | 'over' | null
  /** 单位位置 / unit's path */
  org_path: string | null
  /** 依据规则 / rule */
  rule: string | null
  /** 列入日期 / since */
  since_on: string | null
  /** 最近集中培训 / last training */
  last_on: string | null
  /** 实际数 / count */
  count: number
  /** 界限 / threshold */
  threshold: number
  /** 计算期（月） / months that count */
  months: number
  /** 更新时间 / updated at */
  updated_at: string | null
}

export interface DispatchOwnPlace {
  /** 批次 / round */
  round_id: string | null
  /** 批次名称 / round's title */
  round_title: string | null
  /** 起 / from */
  from_on: string | null
  /** 止 / until */
  until_on: string | null
  /** 班次；空为未安排 / class; absent: left out */
  class_id: string | null
  /** 班次名称 / class's title */
  class_title: string | null
  /** 最适合的班次名称 / class that fits best */
  wanted_title: string | null
  /** 类别 / tier */
  tier: 'never' | 'claim' | 'debt' | 'missing' | 'met' | 'recent' | 'over' | null
  /** 理由 / reason */
  reason: string | null
  /** 紧迫度 / urgency */
  urgency: number
  /** 最适合班次的最低紧迫度 / least urgency seated there */
  bar: number
  /** 欠学时 / hours missing */
  missing: number
  /** 最近集中培训 / last training */
  last_on: string | null
  /** 计算期内培训次数 / trainings that count */
  recent: number
  /** 欠训次数 / debts */
  debts: number
  /** 异议成立，优先安排 / comes first: objection upheld */
  claims: number
}

export interface DispatchDebt {
  /** 编号 / id */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_id: string | null
  /** 单位名称 / unit's name */
  org_name: string | null
  /** 通知 / call */
  call_id: string | null
  /** 班次 / class */
  class_title: string | null
  /** 批次 / round */
  round_title: string | null
  /** 原因 / kind */
  kind: 'hardship' | 'refusal' | 'no_reply' | 'absent' | null
  /** 状态 / state */
  state: 'open' | 'settled' | 'waived' | null
  /** 说明 / note */
  note: string | null
  /** 产生时间 / since */
  created_at: string | null
  /** 了结时间 / settled at */
  settled_at: string | null
}

export interface DispatchAway {
  /** 编号 / id */
  id: string
  /** 人员；不填为本人 / person; oneself when absent */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 单位位置 / unit's path */
  org_path: string | null
  /** 起 / from */
  from_on: string
  /** 止 / until */
  until_on: string
  /** 由谁登记 / said by */
  said_by: string | null
  /** 事由 / reason */
  reason: string
  /** 时间 / at */
  at: string | null
}

export interface DispatchObjection {
  /** 编号 / id */
  id: string
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 单位 / unit */
  org_name: string | null
  /** 单位位置 / unit's path */
  org_path: string | null
  /** 对什么有异议 / about */
  about: 'list' | 'call' | 'left_out' | null
  /** 名单 / list */
  list: 'never' | 'hard' | 'over' | null
  /** 通知或批次 / call or round */
  subject_id: string | null
  /** 异议内容 / what is objected */
  text: string
  /** 状态 / state */
  state: 'open' | 'upheld' | 'rejected' | null
  /** 答复 / answer */
  answer: string | null
  /** 答复期限 / due on */
  due_on: string | null
  /** 答复时间 / answered at */
  answered_at: string | null
  /** 版本 / version */
  version: number
  /** 提出时间 / at */
  created_at: string | null
  /** 成立后：open 下一批次优先，met 已通知 / upheld: open counts in the next round, met was called */
  claim: 'open' | 'met' | null
}

export interface DispatchAnswerIn {
  /** 结论 / outcome */
  state: 'open' | 'upheld' | 'rejected' | null
  /** 答复 / answer */
  answer: string
}

export interface FormIssue {
  /** 记录 / id */
  id: string
  /** 编号 / number */
  number: string | null
  /** 表单 / form */
  kind: 'leave' | 'assess' | 'roll' | 'people' | 'certificate' | 'statement' | null
  /** 人员 / person */
  person_id: string | null
  /** 姓名 / name */
  person_name: string | null
  /** 班次 / class */
  class_id: string | null
  /** 出具时间 / issued at */
  issued_at: string | null
  /** 撤销时间 / revoked at */
  revoked_at: string | null
  /** 撤销理由 / reason of the revocation */
  reason: string | null
}

export interface CertifyIn {
  /** 学员（不填为全部结业学员） / people; none: all who completed */
  person_ids: string[]
}

export interface CertifyOut {
  /** 证书数 / certificates */
  issued: number
}

export interface CertificateIn {
  /** 班次 / class */
  class_id: string
}

export interface StatementIn {
  /** 自（不填为最早） / from, none: from the beginning */
  from_on: string | null
  /** 至（不填为今天） / until, none: until today */
  until_on: string | null
}

export interface RevokeIn {
  /** 撤销理由 / reason */
  reason: string
}

export interface VerifyIn {
  /** 纸上的编号 / the number on the paper */
  number: string
}

export interface Verification {
  /** 编号 / number */
  number: string | null
  /** 种类 / kind */
  kind: 'leave' | 'assess' | 'roll' | 'people' | 'certificate' | 'statement' | null
  /** 有效 / still valid */
  valid: boolean
  /** 姓名（部分隐去） / name, masked */
  name: string | null
  /** 名称 / title */
  title: string | null
  /** 主办单位 / host */
  host_name: string | null
  /** 自 / from */
  from_on: string | null
  /** 至 / until */
  until_on: string | null
  /** 出具日期 / issued on */
  issued_on: string | null
  /** 撤销日期 / revoked on */
  revoked_on: string | null
  /** 学时（证明：集中培训学时） / hours; of a statement the concentrated ones */
  hours: number
  /** 其中网络自学学时（证明：网络自学学时） / of them online; of a statement beside them */
  online: number
}

export interface FormTemplates {
  /** 模板 / templates */
  items: FormTemplate[]
}

export interface FormTemplate {
  /** 编号 / id */
  id: string
  /** 表单 / form */
  kind: 'leave' | 'assess' | 'roll' | 'people' | 'certificate' | 'statement' | null
  /** 所属单位 / organisation */
  org_id: string | null
  /** 所属单位名称 / organisation's name */
  org_name: string | null
  /** 版本 / revision */
  revision: number
  /** 标题 / title */
  title: string
  /** 正文 / text */
  intro: string | null
  /** 说明 / notes */
  notes: string | null
  /** 页脚 / footer */
  footer: string | null
  /** 签字栏 / who signs */
  signs: string[]
  /** 标志（PNG，base64） / logo, PNG in base64 */
  logo: string | null
  /** 已收回 / taken back */
  withdrawn: boolean
  /** 本单位自定 / made by this organisation */
  own: boolean
  /** 保存时间 / saved at */
  created_at: string | null
  /** 保存人 / saved by */
  created_by_name: string | null
}

export interface FormKindIn {
  /** 表单 / form */
  kind: 'leave' | 'assess' | 'roll' | 'people' | 'certificate' | 'statement' | null
}

export interface CalendarFeeds {
  /** 日历订阅 / feeds */
  items: CalendarFeed[]
}

export interface CalendarFeed {
  /** 编号 / id */
  id: string
  /** 种类 / kind */
  kind: 'person' | 'class' | 'room' | null
  /** 班次 / class */
  class_id: string | null
  /** 学校 / school */
  org_id: string | null
  /** 教室 / room */
  room: string | null
  /** 名称 / name */
  name: string | null
  /** 建立时间 / made at */
  created_at: string | null
  /** 订阅地址（凭此可读，请勿外传） / address; whoever has it can read the feed */
  url: string | null
}

export interface CalendarFeedIn {
  /** 种类 / kind */
  kind: 'person' | 'class' | 'room' | null
  /** 班次 / class */
  class_id: string | null
  /** 学校 / school */
  org_id: string | null
  /** 教室 / room */
  room: string | null
}

export interface AccessGrant {
  /** 授权 / Grant */
  id: string
  /** 账号 / Account */
  account_id: string | null
  /** 人员 / Person */
  person_id: string | null
  /** 姓名 / Name */
  name: string | null
  /** 登录名 / Login */
  login: string | null
  /** 角色 / Role */
  role: 'sysadmin' | 'secadmin' | 'auditor' | 'office' | 'school_admin' | 'class_manager' | 'teacher' | 'site_leader' | 'liaison' | 'learner' | null
  /** 组织 / Organisation */
  org_id: string | null
  /** 授权所在组织（含下级） / Granted on, with all below */
  org_name: string | null
  /** 路径 / Path */
  path: string | null
  /** 生效日期 / From */
  from_on: string | null
  /** 截止日期（含） / Last day */
  until_on: string | null
}

export interface AccessSubject {
  /** 人员 / Person */
  id: string
  /** 姓名 / Name */
  name: string | null
  /** 单位 / Unit */
  org_name: string | null
}

export interface AccessDuties {
  /** 在其班次中有职责的人 / Who has a duty in a class of theirs */
  items: AccessDuty[]
}

export interface AccessDuty {
  /** 编号 / Id */
  id: string
  /** 班次 / Class */
  class_id: string | null
  /** 班次名称 / Title of the class */
  class_title: string | null
  /** 开班 / Begins */
  starts_on: string | null
  /** 结束 / Ends */
  ends_on: string | null
  /** 承办单位 / Host */
  org_name: string | null
  /** 人员 / Person */
  person_id: string | null
  /** 姓名 / Name */
  name: string | null
  /** 职责 / Duty */
  duty: 'manager' | 'teacher' | 'assistant' | 'facilitator' | 'site_leader' | null
}

export interface AccessRoutes {
  /** 功能 / Functions */
  items: AccessRoute[]
}

export interface AccessRoute {
  /** 方法 / Verb */
  verb: string | null
  /** 地址 / Path */
  path: string | null
  /** 功能 / What it does */
  help: string | null
  /** 所需权限 / Permission */
  perm: string | null
}

export interface Correction {
  /** 编号 / Id */
  id: string
  /** 人员 / Person */
  person_id: string | null
  /** 姓名 / Name */
  name: string | null
  /** 单位 / Unit */
  org_name: string | null
  /** 对象 / About */
  about: 'profile' | 'enrolment' | 'roll' | 'ledger' | 'dispatch' | 'other' | null
  /** 哪一项不对 / What is wrong */
  field: string
  /** 应为 / What it should be */
  right_value: string
  /** 依据 / Evidence */
  evidence: string
  /** 状态 / State */
  state: 'open' | 'accepted' | 'refused' | null
  /** 答复 / Answer */
  answer: string | null
  /** 答复期限 / To be answered by */
  due_on: string | null
  /** 答复人 / Answered by */
  answered_by: string | null
  /** 答复时间 / Answered at */
  answered_at: string | null
  /** 申请时间 / Asked at */
  created_at: string | null
}

export interface CorrectionAnswer {
  /** accepted 或 refused / accepted or refused */
  state: 'open' | 'accepted' | 'refused' | null
  /** 理由 / Reason */
  answer: string
}

export interface Retentions {
  /** 规则，过去的也在内 / rules, past ones too */
  items: Retention[]
}

export interface Retention {
  /** 数据种类 / what */
  code: string
  /** 起用日期 / from */
  from_on: string
  /** 停用日期 / last day */
  until_on: string | null
  /** 保留天数 / days kept */
  days: number
  /** 依据 / source */
  source: string
  /** 最近清理时间 / last run */
  ran_at: string | null
  /** 最近清理条数 / removed by it */
  removed: number
  /** 累计清理条数 / removed in all */
  removed_total: number
}

export interface Demo {
  /** 密码 / password */
  password: string
  /** 正在进行的班次 / the class on now */
  class_id: string | null
  /** 正在进行的课次 / the lesson on now */
  session_id: string | null
  /** 账号 / accounts */
  accounts: DemoAccount[]
}

export interface DemoAccount {
  /** 登录名 / login */
  login: string
  /** 角色 / role */
  role: string
  /** 角色 / role */
  role_zh: string
  /** 姓名 / name */
  name: string
  /** 试试 / what to try */
  hint_zh: string
  /** 试试 / what to try */
  hint_en: string
}
