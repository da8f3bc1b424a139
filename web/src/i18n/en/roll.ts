export default {
  noSessions: 'There are no sessions yet. Plan the timetable first.',
  session: 'Session',
  project: 'Show the code on a screen',
  summary: 'Roll by site',
  expected: 'Expected',
  here: 'Here',
  unmarked: 'Unmarked',
  lateOf: '{n} late',
  total: 'Whole lesson',
  have: 'have checked in',
  closed: 'The class is confirmed; its roll can no longer change.',
  events: 'Changes of marks ({n})',
}
