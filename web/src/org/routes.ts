/* org/routes.ts: pages of organisations. */
import type { RouteRecordRaw } from 'vue-router'

export const orgRoutes: RouteRecordRaw[] = [
  { path: '/orgs/:org?', component: () => import('./OrgsPage.vue'), meta: { perm: 'org_read' } },
]
