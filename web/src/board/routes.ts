/* board/routes.ts: pages of the board. */
import type { RouteRecordRaw } from 'vue-router'

const meta = { perm: 'board_read' } as const

export const boardRoutes: RouteRecordRaw[] = [
  { path: '/board', component: () => import('./BoardPage.vue'), meta },
  { path: '/board/people', component: () => import('./BoardPeoplePage.vue'), meta },
  { path: '/board/classes', component: () => import('./BoardClassesPage.vue'), meta },
  { path: '/board/entries', component: () => import('./BoardEntriesPage.vue'), meta },
  { path: '/board/sites', component: () => import('./BoardSitesPage.vue'), meta },
]
