/* account/audit.ts: an action of the audit log in words: what was done to which kind of thing. */
import { t } from '@/i18n'
import type zh from '@/i18n/zh/audit'

type Thing = keyof (typeof zh)['thing']
const things: Record<string, Thing> = {
  session: 'session', accounts: 'account', roles: 'role', orgs: 'org', people: 'person', courses: 'course', media: 'media', programmes: 'programme',
  classes: 'class', enrolments: 'enrolment', sessions: 'lesson', groups: 'group', leaves: 'leave', roll: 'roll', ledger: 'ledger', norms: 'norm', rules: 'rule',
}
const verbs = { POST: 'post', PUT: 'put', DELETE: 'delete' } as const
/* The last word of a path says more than its first where it is one of these. */
const parts: Record<string, Thing> = {
  password: 'password', roles: 'role', shares: 'share', enrolments: 'enrolment', sessions: 'lesson', groups: 'group', minutes: 'minutes', roll: 'roll',
  confirm: 'hours', leaves: 'leave', ledger: 'ledger', sites: 'site', staff: 'staff', quotas: 'quota', state: 'state', live: 'live', ranks: 'rank', transfer: 'unit',
}

/* "PUT /classes/{class_id}" in the reader's language; unknown ones stay as they are. */
export function actionWord(action: string): string {
  const [verb = '', path = ''] = action.split(' ')
  const words = path.split('/').filter((part) => part !== '' && !part.startsWith('{'))
  const thing = [...words.slice(1)].reverse().map((w) => parts[w]).find(Boolean) ?? things[words[0] ?? '']
  if (!thing || !(verb in verbs)) return ''
  if (thing === 'session') return t(verb === 'DELETE' ? 'audit.signOut' : 'audit.signIn')
  return t(`audit.${verbs[verb as keyof typeof verbs]}`, { thing: t(`audit.thing.${thing}`) })
}
