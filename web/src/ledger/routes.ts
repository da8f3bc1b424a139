/* ledger/routes.ts: pages of the ledger. */
import type { RouteRecordRaw } from 'vue-router'

const page = () => import('./LedgerPage.vue')

export const ledgerRoutes: RouteRecordRaw[] = [
  { path: '/ledger', component: page },
  { path: '/people/:person(\\d+)/ledger', component: page, meta: { perm: 'ledger_read' } },
]
