/* learner/routes.ts: pages of the learner. */
import type { RouteRecordRaw } from 'vue-router'

export const learnerRoutes: RouteRecordRaw[] = []
