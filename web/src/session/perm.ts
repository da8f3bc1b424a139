/* session/perm.ts: which role carries which permission, to show only what can be done. The server decides; this mirrors
 * src/api/perm.c, and perm.test.ts compares the two. */
import type { RoleName } from '@/api/types'

const look = ['org_read', 'course_read'] as const
const runClass = [
  'class_read', 'class_edit', 'class_confirm', 'enrol_edit', 'roll_read', 'roll_mark', 'roll_correct', 'leave_decide',
  'live_teach', 'live_staff',
] as const

export const rolePerms = {
  sysadmin: ['system_read', 'account_edit', 'account_read', 'org_read', 'person_read'],
  secadmin: ['role_grant', 'account_read', 'org_read'],
  auditor: ['audit_read', 'account_read', 'org_read'],
  office: [
    ...look, ...runClass, 'org_edit', 'person_read', 'person_edit', 'course_edit', 'ledger_read', 'ledger_reverse',
    'norm_edit', 'board_read', 'enrol_confirm', 'dispatch_read', 'dispatch_edit',
  ],
  school_admin: [
    ...look, ...runClass, 'person_read', 'person_edit', 'course_edit', 'ledger_read', 'ledger_reverse', 'board_read', 'dispatch_read',
  ],
  class_manager: [...look, ...runClass, 'person_read'],
  teacher: [...look, 'course_edit', 'class_read', 'live_teach', 'live_staff', 'roll_read'],
  site_leader: [...look, 'class_read', 'roll_read', 'roll_mark', 'live_staff'],
  liaison: [...look, 'person_read', 'class_read', 'enrol_confirm', 'ledger_read', 'board_read'],
  learner: [...look],
} as const satisfies Record<RoleName, readonly string[]>

export type Perm = (typeof rolePerms)[RoleName][number]

export const roleHas = (role: string, perm: Perm): boolean =>
  role in rolePerms && (rolePerms[role as RoleName] as readonly string[]).includes(perm)
