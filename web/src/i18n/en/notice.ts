export default {
  title: 'Notices',
  bell: 'Notices, {n} unread',
  unread: 'Unread: ',
  onlyUnread: 'Unread only',
  readAll: 'Mark all as read',
  allRead: 'All marked as read.',
  none: 'No notices yet.',
  noneUnread: 'No unread notices.',
  noneHint: 'Seats, decisions on leave, calls to training: what concerns you is told here.',
  settings: 'Notice settings',
  settingsLead: 'All notices are shown here. With an e-mail address on record you can have some of them by mail, too.',
  byMail: 'Also by mail',
}
