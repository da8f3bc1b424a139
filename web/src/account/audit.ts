/* account/audit.ts: an action of the audit log in words: what was done to which kind of thing. */
import type { AuditLine } from '@/api/generated'
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

/* The first clause of a route's help: "人员列表；under 限定范围" says what it is before it says how. */
const clause = (help: string | undefined) => help?.split(/[；;。:：]/)[0] ?? ''

/* "PUT /classes/{class_id}" in the reader's language, else what the route's own help says. */
export function actionWord(action: string, helps: Map<string, string>): string {
  const [verb = '', path = ''] = action.split(' ')
  if (verb === 'EXPORT') return t('audit.export', { what: clause(helps.get(`GET ${path}`)) || t('audit.list') })
  const words = path.split('/').filter((part) => part !== '' && !part.startsWith('{'))
  const thing = [...words.slice(1)].reverse().map((w) => parts[w]).find(Boolean) ?? things[words[0] ?? '']
  if (!thing || !(verb in verbs)) return clause(helps.get(action))
  if (thing === 'session') return t(verb === 'DELETE' ? 'audit.signOut' : 'audit.signIn')
  return t(`audit.${verbs[verb as keyof typeof verbs]}`, { thing: t(`audit.thing.${thing}`) })
}

/* Whoever signs in is nobody until it has succeeded; the line then names the account. */
export function signedIn(line: AuditLine): string | null {
  if (line.action !== 'POST /session') return null
  try {
    return (JSON.parse(line.detail ?? '') as { login?: string }).login ?? null
  } catch {
    return null
  }
}
