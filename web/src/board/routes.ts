/* board/routes.ts: pages of the board. */
import type { RouteRecordRaw } from 'vue-router'

export const boardRoutes: RouteRecordRaw[] = [
  { path: '/board', component: () => import('./BoardPage.vue'), meta: { perm: 'board_read' } },
  { path: '/board/people', component: () => import('./BoardPeoplePage.vue'), meta: { perm: 'board_read' } },
]
