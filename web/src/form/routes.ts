/* form/routes.ts: pages of forms; whoever has a number may verify it without signing in. */
import type { RouteRecordRaw } from 'vue-router'

export const formRoutes: RouteRecordRaw[] = [
  { path: '/verify/:number?', component: () => import('./VerifyPage.vue'), meta: { bare: true, open: true } },
  { path: '/forms', component: () => import('./TemplatesPage.vue'), meta: { perm: 'class_edit' } },
  { path: '/papers', component: () => import('./PapersPage.vue') },
  { path: '/classes/:klass(\\d+)/sheet', component: () => import('./SheetPage.vue') },
]
