/* board/routes.ts: pages of the board. */
import type { RouteRecordRaw } from 'vue-router'

export const boardRoutes: RouteRecordRaw[] = []
