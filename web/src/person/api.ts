/* person/api.ts: people on the server, and the two short lists (ranks, audiences) that every page needs. */
import { computed, shallowRef } from 'vue'
import { api, type Page, type Query } from '@/api/client'
import type {
  Audience, Person, PersonChange, PersonHistory, PersonMatchOut, PersonNew, PersonRankNew, Rank,
} from '@/api/generated'
import { locale } from '@/i18n'

export const listPeople = (query: Query, signal?: AbortSignal) => api.get<Page<Person>>('/people', query, signal)
export const getPerson = (id: string, signal?: AbortSignal) => api.get<Person>(`/people/${id}`, {}, signal)
export const addPerson = (person: PersonNew) => api.post<Person>('/people', person)
export const setPerson = (id: string, version: number, change: Partial<PersonChange>) => api.put<Person>(`/people/${id}`, change, version)
export const historyOf = (id: string, signal?: AbortSignal) => api.get<PersonHistory>(`/people/${id}/ranks`, {}, signal)
export const addRank = (id: string, rank: PersonRankNew) => api.post<Person>(`/people/${id}/ranks`, rank)
export const transfer = (id: string, org_id: string, from_on: string) =>
  api.post<Person>(`/people/${id}/transfer`, { org_id, from_on })
export const matchLines = (lines: string[], under: string) => api.post<PersonMatchOut>('/people/match', { lines, under })

interface Named {
  code: string | null
  name_zh: string | null
  name_en: string | null
}
const ranks = shallowRef<Rank[]>([])
const audiences = shallowRef<Audience[]>([])
let asked: Promise<unknown> | null = null

/* Loaded once, when first needed. */
export function useTerms() {
  asked ??= Promise.all([
    api.get<Page<Rank>>('/ranks').then((page) => (ranks.value = page.items)),
    api.get<Page<Audience>>('/audiences').then((page) => (audiences.value = page.items)),
  ]).catch(() => (asked = null))
  const word = (list: readonly Named[], code: string | null | undefined) => {
    const found = list.find((n) => n.code === code)
    return (locale.value === 'en' ? found?.name_en : found?.name_zh) ?? code ?? ''
  }
  const options = (list: readonly Named[]) => list.map((n) => ({ value: n.code ?? '', label: word(list, n.code) }))
  return {
    rankWord: (code: string | null | undefined) => word(ranks.value, code),
    audienceWord: (code: string | null | undefined) => word(audiences.value, code),
    rankOptions: computed(() => options(ranks.value)),
    audienceOptions: computed(() => options(audiences.value)),
  }
}
