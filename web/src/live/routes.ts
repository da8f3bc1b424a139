/* live/routes.ts: the live room stands without the shell, so that its first load stays small. */
import type { RouteRecordRaw } from 'vue-router'

export const liveRoutes: RouteRecordRaw[] = [
  { path: '/live/:session(\\d+)', component: () => import('./LivePage.vue'), meta: { bare: true, light: true } },
]
