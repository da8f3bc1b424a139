/* learner/routes.ts: pages of the learner. */
import type { RouteRecordRaw } from 'vue-router'

export const learnerRoutes: RouteRecordRaw[] = [
  { path: '/learn', component: () => import('./MyClassesPage.vue') },
  { path: '/learn/classes/:class(\\d+)', component: () => import('./ClassPage.vue') },
  { path: '/learn/evaluate/:evaluation(\\d+)', component: () => import('./EvaluatePage.vue') },
  { path: '/checkin', component: () => import('./CheckinPage.vue') },
]
