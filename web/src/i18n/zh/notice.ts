export default {
  title: '通知',
  bell: '通知，{n} 条未读',
  unread: '未读：',
  onlyUnread: '只看未读',
  readAll: '全部标为已读',
  allRead: '已全部标为已读。',
  none: '还没有通知。',
  noneUnread: '没有未读通知。',
  noneHint: '录取、请假审批、调训等与您有关的事会通知到这里。',
  settings: '通知设置',
  settingsLead: '所有通知都会出现在本系统里。登记了电子邮箱的，还可以选择哪些同时发邮件。',
  byMail: '同时发邮件',
}
