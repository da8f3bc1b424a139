/* notice/routes.ts: pages of notices. */
import type { RouteRecordRaw } from 'vue-router'

export const noticeRoutes: RouteRecordRaw[] = [
  { path: '/notices', component: () => import('./NoticesPage.vue') },
  { path: '/mail', component: () => import('./MailPage.vue'), meta: { perm: 'system_read' } },
  { path: '/notices/settings', component: () => import('./NoticeSettingsPage.vue') },
]
