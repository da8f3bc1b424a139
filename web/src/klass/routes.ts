/* klass/routes.ts: pages of classes. Who may see a class is the server's to say: a duty in it opens it as well as a role. */
import type { RouteRecordRaw } from 'vue-router'

const classNew = () => import('./ClassNewPage.vue')
export const klassRoutes: RouteRecordRaw[] = [
  { path: '/classes', component: () => import('./ClassesPage.vue'), meta: { perm: 'class_read' } },
  { path: '/classes/new', component: classNew, meta: { perm: 'class_edit' } },
  { path: '/classes/:klass(\\d+)/roll/:session(\\d+)/screen', component: () => import('@/roll/ScreenPage.vue'), meta: { bare: true } },
  {
    path: '/classes/:klass(\\d+)',
    component: () => import('./ClassWorkspace.vue'),
    children: [
      { path: '', component: () => import('./OverviewTab.vue') },
      { path: 'people', component: () => import('./PeopleTab.vue') },
      { path: 'timetable', component: () => import('./TimetableTab.vue') },
      { path: 'groups', component: () => import('./GroupsTab.vue') },
      { path: 'leave', component: () => import('@/roll/LeaveTab.vue') },
      { path: 'roll', component: () => import('@/roll/RollTab.vue') },
      { path: 'assess', component: () => import('@/roll/AssessTab.vue') },
      { path: 'evaluations', component: () => import('@/evaluate/EvaluateTab.vue') },
      { path: 'files', component: () => import('./FilesTab.vue') },
      { path: 'handover', component: () => import('./HandoverTab.vue') },
      { path: 'results', component: () => import('@/roll/ResultsTab.vue') },
    ],
  },
  { path: '/calendar', component: () => import('./CalendarPage.vue'), meta: { perm: 'class_read' } },
  { path: '/leaves', component: () => import('@/roll/LeavesPage.vue') },
  { path: '/unit', component: () => import('./UnitPage.vue'), meta: { perm: 'enrol_confirm' } },
]
