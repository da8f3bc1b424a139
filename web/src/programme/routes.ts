/* programme/routes.ts: pages of programmes. */
import type { RouteRecordRaw } from 'vue-router'

const designer = () => import('./DesignerPage.vue')
export const programmeRoutes: RouteRecordRaw[] = [
  { path: '/programmes', component: () => import('./ProgrammesPage.vue'), meta: { perm: 'course_read' } },
  { path: '/programmes/new', component: designer, meta: { perm: 'course_edit' } },
  { path: '/programmes/:programme(\\d+)', component: () => import('./ProgrammePage.vue'), meta: { perm: 'course_read' } },
  { path: '/programmes/:programme(\\d+)/edit', component: designer, meta: { perm: 'course_edit' } },
]
