/* ledger/routes.ts: pages of the ledger. */
import type { RouteRecordRaw } from 'vue-router'

export const ledgerRoutes: RouteRecordRaw[] = []
