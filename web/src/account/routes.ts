/* account/routes.ts: pages of accounts, roles and the audit log. */
import type { RouteRecordRaw } from 'vue-router'

export const accountRoutes: RouteRecordRaw[] = [
  { path: '/accounts', component: () => import('./AccountsPage.vue'), meta: { perm: 'account_read' } },
  { path: '/accounts/:account(\\d+)', component: () => import('./AccountPage.vue'), meta: { perm: 'account_read' } },
  { path: '/accounts/sheets', component: () => import('./SheetsPage.vue'), meta: { perm: 'account_read' } },
  { path: '/policies', component: () => import('./PolicyPage.vue'), meta: { perm: 'account_read' } },
  { path: '/audit', component: () => import('./AuditPage.vue'), meta: { perm: 'audit_read' } },
]
