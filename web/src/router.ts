/* router.ts: every page, loaded when it is first opened. meta.perm: who may open it at all; meta.bare: without the shell;
 * meta.open: without signing in; meta.light: with the words of a lesson alone. */
import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { Perm } from '@/session/perm'
import { accountRoutes } from '@/account/routes'
import { boardRoutes } from '@/board/routes'
import { courseRoutes } from '@/course/routes'
import { formRoutes } from '@/form/routes'
import { exchangeRoutes } from '@/exchange/routes'
import { dispatchRoutes } from '@/dispatch/routes'
import { klassRoutes } from '@/klass/routes'
import { learnerRoutes } from '@/learner/routes'
import { ledgerRoutes } from '@/ledger/routes'
import { liveRoutes } from '@/live/routes'
import { noticeRoutes } from '@/notice/routes'
import { orgRoutes } from '@/org/routes'
import { personRoutes } from '@/person/routes'
import { programmeRoutes } from '@/programme/routes'
import { trustRoutes } from '@/trust/routes'
import { can, knowMe, me } from '@/session/session'
import { widenWords } from '@/i18n'

declare module 'vue-router' {
  interface RouteMeta {
    perm?: Perm | Perm[]
    bare?: boolean
    open?: boolean
    light?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('@/session/SignInPage.vue'), meta: { bare: true, open: true } },
  { path: '/oidc', component: () => import('@/session/OidcPage.vue'), meta: { bare: true, open: true } },
  { path: '/identities', component: () => import('@/session/IdentitiesPage.vue') },
  { path: '/password', component: () => import('@/session/PasswordPage.vue') },
  { path: '/second-factor', component: () => import('@/session/FactorPage.vue') },
  { path: '/', component: () => import('@/home/HomePage.vue') },
  ...accountRoutes,
  ...boardRoutes,
  ...courseRoutes,
  ...formRoutes,
  ...exchangeRoutes,
  ...dispatchRoutes,
  ...klassRoutes,
  ...learnerRoutes,
  ...ledgerRoutes,
  ...liveRoutes,
  ...noticeRoutes,
  ...orgRoutes,
  ...personRoutes,
  ...programmeRoutes,
  ...trustRoutes,
  { path: '/:rest(.*)*', component: () => import('@/shell/NotFoundPage.vue') },
  { path: '/:rest(.*)*', name: 'denied', component: () => import('@/shell/DeniedPage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? undefined : { top: 0 }),
})

const mayOpen = (perm: Perm | Perm[] | undefined) => !perm || [perm].flat().some((p) => can(p))

router.beforeEach(async (to) => {
  await Promise.all([knowMe(), to.meta.light || widenWords()])
  if (to.meta.open) return
  if (!me.value) return { path: '/sign-in', query: to.path === '/' ? {} : { to: to.fullPath } }
  if (me.value.must_change && to.path !== '/password') return '/password'
  if (me.value.factor_due && !me.value.must_change && to.path !== '/second-factor') return '/second-factor'
  /* The address stays: with another role, or after asking for it, the same link opens. */
  if (!mayOpen(to.meta.perm)) return { name: 'denied', params: { rest: to.path.slice(1).split('/') }, query: to.query, hash: to.hash, replace: true }
})

/* A new page is announced: its heading takes the focus, as a page load would. */
router.afterEach(async (to, from) => {
  if (from.matched.length === 0 || to.path === from.path) return
  await nextTick()
  document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true })
})
