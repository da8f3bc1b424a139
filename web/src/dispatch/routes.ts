/* dispatch/routes.ts: pages of dispatch: the office's rounds, the unit's replies, a person's own calls, the lists by name. */
import type { RouteRecordRaw } from 'vue-router'

const call = () => import('./CallPage.vue')
export const dispatchRoutes: RouteRecordRaw[] = [
  { path: '/dispatch', component: () => import('./RoundsPage.vue'), meta: { perm: 'dispatch_read' } },
  {
    path: '/dispatch/rounds/:round(\\d+)',
    component: () => import('./RoundWorkspace.vue'),
    meta: { perm: 'dispatch_read' },
    children: [
      { path: '', component: () => import('./SetupTab.vue') },
      { path: 'plan', component: () => import('./PlanTab.vue') },
      { path: 'review', component: () => import('./ReviewTab.vue') },
      { path: 'calls', component: () => import('./CallsTab.vue') },
      { path: 'outcome', component: () => import('./OutcomeTab.vue') },
    ],
  },
  { path: '/dispatch/lists', component: () => import('./ListsPage.vue'), meta: { perm: 'board_read' } },
  { path: '/dispatch/objections', component: () => import('./ObjectionsPage.vue'), meta: { perm: 'dispatch_read' } },
  { path: '/dispatch/unit', component: () => import('./UnitCallsPage.vue'), meta: { perm: 'enrol_confirm' } },
  { path: '/dispatch/calls/:call(\\d+)', component: call },
  { path: '/learn/calls/:call(\\d+)', component: call },
  { path: '/learn/dispatch', component: () => import('./MyDispatchPage.vue') },
]
