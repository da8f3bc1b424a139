/* person/routes.ts: pages of people. */
import type { RouteRecordRaw } from 'vue-router'

export const personRoutes: RouteRecordRaw[] = [
  { path: '/people', component: () => import('./PeoplePage.vue'), meta: { perm: 'person_read' } },
  { path: '/people/:person(\\d+)', component: () => import('./PersonPage.vue'), meta: { perm: 'person_read' } },
]
