/* trust/routes.ts: who can see what, and one's own data. */
import type { RouteRecordRaw } from 'vue-router'

export const trustRoutes: RouteRecordRaw[] = [
  { path: '/access', component: () => import('./AccessPage.vue'), meta: { perm: ['role_grant', 'audit_read'] } },
  { path: '/corrections', component: () => import('./CorrectionsPage.vue'), meta: { perm: 'person_edit' } },
  { path: '/retention', component: () => import('./RetentionPage.vue'), meta: { perm: 'account_read' } },
  { path: '/me', component: () => import('./MyDataPage.vue') },
]
