/* shell/nav.ts: the ways through the product, in the order of the work; each shows only to whom it can serve. */
import type { Key } from '@/i18n'
import type { IconName } from '@/ui/icons'
import type { Perm } from '@/session/perm'
import { can, me, roles } from '@/session/session'

export interface NavItem {
  key: Key
  to: string
  icon: IconName
  group: 'learn' | 'teach' | 'network' | 'system'
  /* Pages that are reached from this one and have addresses of their own. */
  also?: string[]
  shown(): boolean
}

const any = (...perms: Perm[]) => () => perms.some((perm) => can(perm))

const items: NavItem[] = [
  { key: 'shell.item.home', to: '/', icon: 'home', group: 'learn', shown: () => true },
  { key: 'shell.item.learn', to: '/learn', icon: 'learn', group: 'learn', shown: () => !!me.value?.person_id },
  { key: 'shell.item.calls', to: '/learn/dispatch', icon: 'send', group: 'learn', also: ['/learn/calls'], shown: () => !!me.value?.person_id },
  { key: 'shell.item.ledger', to: '/ledger', icon: 'ledger', group: 'learn', shown: () => !!me.value?.person_id },
  { key: 'shell.item.units', to: '/unit', icon: 'units', group: 'teach', shown: () => roles.value.includes('liaison') },
  { key: 'shell.item.unitCalls', to: '/dispatch/unit', icon: 'send', group: 'teach', shown: () => roles.value.includes('liaison') },
  { key: 'shell.item.classes', to: '/classes', icon: 'classes', group: 'teach', also: ['/import/enrolments', '/import/rolls'], shown: any('class_read') },
  { key: 'shell.item.calendar', to: '/calendar', icon: 'calendar', group: 'teach', shown: any('class_edit') },
  { key: 'shell.item.leaves', to: '/leaves', icon: 'check', group: 'teach', shown: any('leave_decide') },
  { key: 'shell.item.programmes', to: '/programmes', icon: 'programmes', group: 'teach', shown: any('course_read') },
  { key: 'shell.item.courses', to: '/courses', icon: 'courses', group: 'teach', also: ['/import/courses'], shown: any('course_read') },
  { key: 'shell.item.forms', to: '/forms', icon: 'print', group: 'teach', shown: any('class_edit') },
  { key: 'shell.item.dispatch', to: '/dispatch', icon: 'send', group: 'network', shown: any('dispatch_read') },
  { key: 'shell.item.lists', to: '/dispatch/lists', icon: 'filter', group: 'network', shown: any('board_read') },
  { key: 'shell.item.board', to: '/board', icon: 'board', group: 'network', shown: any('board_read') },
  { key: 'shell.item.orgs', to: '/orgs', icon: 'orgs', group: 'network', also: ['/import/orgs', '/import/oneroster'], shown: any('org_edit', 'person_read') },
  { key: 'shell.item.people', to: '/people', icon: 'people', group: 'network', also: ['/import/people', '/import/training'], shown: any('person_read') },
  { key: 'shell.item.corrections', to: '/corrections', icon: 'check', group: 'network', shown: any('person_edit') },
  { key: 'shell.item.accounts', to: '/accounts', icon: 'accounts', group: 'system', also: ['/policies', '/mail', '/retention', '/import/accounts'], shown: any('account_read') },
  { key: 'shell.item.access', to: '/access', icon: 'people', group: 'system', shown: any('role_grant', 'audit_read') },
  { key: 'shell.item.audit', to: '/audit', icon: 'audit', group: 'system', shown: any('audit_read') },
]

export const navItems = (): NavItem[] => (me.value ? items.filter((item) => item.shown()) : [])
export const navGroups = (): { group: NavItem['group']; items: NavItem[] }[] =>
  (['learn', 'teach', 'network', 'system'] as const)
    .map((group) => ({ group, items: navItems().filter((item) => item.group === group) }))
    .filter((g) => g.items.length > 0)
