/* exchange/routes.ts: one page for imports of every table. */
import type { RouteRecordRaw } from 'vue-router'

export const exchangeRoutes: RouteRecordRaw[] = [
  {
    path: '/import/:table(people|orgs|courses|training|enrolments|rolls|accounts|oneroster)',
    component: () => import('./ImportPage.vue'),
    meta: { perm: ['person_edit', 'org_edit', 'course_edit', 'ledger_reverse', 'enrol_edit', 'roll_correct', 'account_edit'] },
  },
]
