export default {
  noSessions: '还没有课次，排好课表后再签到。',
  session: '课次',
  project: '投屏签到码',
  summary: '各教学点签到情况',
  expected: '应到',
  here: '实到',
  unmarked: '未登记',
  lateOf: '迟到 {n}',
  total: '全课合计',
  have: '人已签到',
  closed: '班次已确认，考勤不能再改。',
  events: '考勤更改记录（{n}）',
}
