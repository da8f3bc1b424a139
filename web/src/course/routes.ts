/* course/routes.ts: pages of the catalogue. */
import type { RouteRecordRaw } from 'vue-router'

const editor = () => import('./CourseEditor.vue')
export const courseRoutes: RouteRecordRaw[] = [
  { path: '/courses', component: () => import('./CoursesPage.vue'), meta: { perm: 'course_read' } },
  { path: '/courses/new', component: editor, meta: { perm: 'course_edit' } },
  { path: '/courses/:course(\\d+)', component: () => import('./CoursePage.vue'), meta: { perm: 'course_read' } },
  { path: '/courses/:course(\\d+)/edit', component: editor, meta: { perm: 'course_edit' } },
]
