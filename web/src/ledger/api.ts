/* ledger/api.ts: somebody's ledger on the server: one's own, or that of a person one may look after. */
import { api, type Page, type Query } from '@/api/client'
import type { LedgerBalance, LedgerEntry, LedgerSummary, PersonNorms } from '@/api/generated'

/* "my" is whoever is signed in. */
const root = (person: string | null) => (person ? `/people/${person}` : '/my')

export const getSummary = (person: string | null, signal?: AbortSignal) => api.get<LedgerSummary>(`${root(person)}/ledger/summary`, {}, signal)
export const getBalance = (person: string | null, on: string, signal?: AbortSignal) =>
  api.get<LedgerBalance>(`${root(person)}/ledger/balance`, { on }, signal)
export const getNorms = (person: string | null, on: string, signal?: AbortSignal) => api.get<PersonNorms>(`${root(person)}/norms`, { on }, signal)
export const listEntries = (person: string | null) => (query: Query, signal: AbortSignal) =>
  api.get<Page<LedgerEntry>>(`${root(person)}/ledger`, query, signal)
export const reverseEntry = (entry: string, reason: string) => api.post<LedgerEntry>(`/ledger/${entry}/reverse`, { reason })
