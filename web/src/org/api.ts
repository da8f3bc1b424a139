/* org/api.ts: organisations on the server. */
import { api, type Page, type Query } from '@/api/client'
import type { Org, OrgChange, OrgMovePreview, OrgNew } from '@/api/generated'

export const listOrgs = (query: Query, signal?: AbortSignal) => api.get<Page<Org>>('/orgs', query, signal)
/* The tree and the page beside it ask for the same one at the same time: one request serves both. */
const underway = new Map<string, Promise<Org>>()
export function getOrg(id: string): Promise<Org> {
  const asked = underway.get(id) ?? api.get<Org>(`/orgs/${id}`).finally(() => underway.delete(id))
  underway.set(id, asked)
  return asked
}
export const addOrg = (org: OrgNew) => api.post<Org>('/orgs', org)
export const setOrg = (id: string, version: number, change: OrgChange) => api.put<Org>(`/orgs/${id}`, change, version)

/* What goes with it when it moves below `to`. */
export const previewMove = (id: string, to: string, signal?: AbortSignal) => api.get<OrgMovePreview>(`/orgs/${id}/move`, { to }, signal)
export const moveOrg = (org: Org, parent_id: string, reason: string) => api.post<Org>(`/orgs/${org.id}/move`, { parent_id, reason }, { version: org.version })

/* All children in their order; a city has dozens, never thousands. */
export async function childrenOf(id: string): Promise<Org[]> {
  const found: Org[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page<Org> = await listOrgs({ parent: id, limit: 200, cursor })
    found.push(...page.items)
    cursor = page.next
  }
  return found
}
