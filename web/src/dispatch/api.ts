/* dispatch/api.ts: rounds, versions, calls, lists by name and objections on the server. */
import { api, type Page, type Query } from '@/api/client'
import type {
  DispatchAway, DispatchCalendar, DispatchCall, DispatchCallCounts, DispatchCallItem, DispatchChanges, DispatchClashes, DispatchCounts, DispatchListedRow, DispatchMine, DispatchMove,
  DispatchObjection, DispatchOutcome, DispatchOutcomes, DispatchPlace, DispatchPlaces, DispatchPolicy, DispatchPublished, DispatchRound, DispatchRoundItem,
  DispatchStarted, DispatchVersion, DispatchVersions, DispatchWhatIf, DispatchWish, DispatchWishes,
} from '@/api/generated'
import { locale, t, type Key } from '@/i18n'
import { formatDate, formatNumber } from '@/ui/format'

export type RoundState = NonNullable<DispatchRound['state']>
export const BEFORE: readonly string[] = ['draft', 'solved', 'reviewed']

export const listRounds = (query: Query, signal?: AbortSignal) => api.get<Page<DispatchRoundItem>>('/dispatch/rounds', query, signal)
export const addRound = (round: Partial<DispatchRoundItem>) => api.post<DispatchRoundItem>('/dispatch/rounds', round)
export const getRound = (id: string, signal?: AbortSignal) => api.get<DispatchRound>(`/dispatch/rounds/${id}`, {}, signal)
export const setOffers = (id: string, items: { class_id: string; seats_min: number; seats_max: number }[]) =>
  api.put<DispatchRound>(`/dispatch/rounds/${id}/classes`, { items })
export const getPolicy = (id: string, signal?: AbortSignal) => api.get<DispatchPolicy>(`/dispatch/rounds/${id}/policy`, {}, signal)
export const setPolicy = (id: string, items: { code: string; value: number }[]) => api.put<DispatchPolicy>(`/dispatch/rounds/${id}/policy`, { items })
export const setRoundState = (id: string, state: RoundState) => api.post<DispatchRound>(`/dispatch/rounds/${id}/state`, { state })
export const solveRound = (id: string) => api.post<DispatchStarted>(`/dispatch/rounds/${id}/solve`, {})
export const listVersions = (id: string, signal?: AbortSignal) => api.get<DispatchVersions>(`/dispatch/rounds/${id}/versions`, {}, signal)
export const chooseVersion = (id: string, version_id: string) => api.post<DispatchRound>(`/dispatch/rounds/${id}/choose`, { version_id })
export const listWishes = (id: string, signal?: AbortSignal) => api.get<DispatchWishes>(`/dispatch/rounds/${id}/wishes`, {}, signal)
export const addWish = (id: string, wish: Partial<DispatchWish>) => api.post<DispatchWish>(`/dispatch/rounds/${id}/wishes`, wish)
export const removeWish = (id: string) => api.delete(`/dispatch/wishes/${id}`)
export const listClashes = (id: string, signal?: AbortSignal) => api.get<DispatchClashes>(`/dispatch/rounds/${id}/clashes`, {}, signal)
export const getChanges = (id: string, signal?: AbortSignal) => api.get<DispatchChanges>(`/dispatch/rounds/${id}/changes`, {}, signal)
export const publishRound = (id: string, leave_out: boolean, as_is: boolean) => api.post<DispatchPublished>(`/dispatch/rounds/${id}/publish`, { leave_out, as_is })

export const getVersion = (id: string, signal?: AbortSignal) => api.get<DispatchVersion>(`/dispatch/versions/${id}`, {}, signal)
export const listPlaces = (id: string, query: Query, signal?: AbortSignal) => api.get<Page<DispatchPlace>>(`/dispatch/versions/${id}/places`, query, signal)
export const getCalendar = (id: string, signal?: AbortSignal) => api.get<DispatchCalendar>(`/dispatch/versions/${id}/calendar`, {}, signal)
export const movePlace = (id: string, move: Pick<DispatchMove, 'person_id' | 'class_id' | 'with_id' | 'reason' | 'dry_run'>) =>
  api.post<DispatchMove>(`/dispatch/versions/${id}/moves`, move)

/* What the job “what if” leaves as its result. */
export interface WhatIfSide { placed: number; never_out: number; trained_in: number }
export interface WhatIfResult {
  cost: number
  moved: number
  before: WhatIfSide
  after: WhatIfSide
  classes: { class_id: string; title: string; before: number; after: number }[]
  moves: { person_id: string; person_name: string; org_name: string; tier: string; from_title: string | null; to_title: string | null }[]
}
export const askWhatIf = (id: string, change: DispatchWhatIf) => api.post<DispatchStarted>(`/dispatch/rounds/${id}/what-if`, change)
export const getOutcome = (id: string, signal?: AbortSignal) => api.get<DispatchOutcome>(`/dispatch/rounds/${id}/outcome`, {}, signal)
export const listOutcomes = (query: Query, signal?: AbortSignal) => api.get<DispatchOutcomes>('/dispatch/outcomes', query, signal)

export const listRoundCalls = (id: string, query: Query, signal?: AbortSignal) => api.get<Page<DispatchCallItem>>(`/dispatch/rounds/${id}/calls`, query, signal)
export const countCalls = (id: string, query: Query, signal?: AbortSignal) => api.get<DispatchCallCounts>(`/dispatch/rounds/${id}/calls/counts`, query, signal)
export const listUnitCalls = (query: Query, signal?: AbortSignal) => api.get<Page<DispatchCallItem>>('/dispatch/calls', query, signal)
export const listMyCalls = (query: Query, signal?: AbortSignal) => api.get<Page<DispatchCallItem>>('/my/calls', query, signal)
export const getCall = (id: string, signal?: AbortSignal) => api.get<DispatchCall>(`/dispatch/calls/${id}`, {}, signal)
export const replyCall = (id: string, reply: { answer: string; reason: string | null; evidence: string | null; proposed_id: string | null }) =>
  api.post<DispatchCall>(`/dispatch/calls/${id}/reply`, reply)
export const unitCall = (id: string, unit_state: 'confirmed' | 'objected', note: string | null) =>
  api.post<DispatchCall>(`/dispatch/calls/${id}/unit`, { unit_state, note })
export const ruleCall = (id: string, hardship: boolean, note: string) => api.post<DispatchCall>(`/dispatch/calls/${id}/ruling`, { hardship, note })
export const listSubstitutes = (id: string, signal?: AbortSignal) => api.get<DispatchPlaces>(`/dispatch/calls/${id}/substitutes`, {}, signal)
export const substituteCall = (id: string, person_id: string, note: string | null) =>
  api.post<DispatchCall>(`/dispatch/calls/${id}/substitute`, { person_id, note })

export const listListed = (query: Query, signal?: AbortSignal) => api.get<Page<DispatchListedRow>>('/dispatch/lists', query, signal)
export const countListed = (query: Query, signal?: AbortSignal) => api.get<DispatchCounts>('/dispatch/lists/counts', query, signal)
export const getMine = (signal?: AbortSignal) => api.get<DispatchMine>('/my/dispatch', {}, signal)
export const addAway = (away: { from_on: string; until_on: string; reason: string; person_id?: string }) => api.post<DispatchAway>('/dispatch/away', away)
export const removeAway = (id: string) => api.delete(`/dispatch/away/${id}`)
export const object = (objection: Partial<DispatchObjection>) => api.post<DispatchObjection>('/dispatch/objections', objection)
export const listObjections = (query: Query, signal?: AbortSignal) => api.get<Page<DispatchObjection>>('/dispatch/objections', query, signal)
export const answerObjection = (id: string, state: 'upheld' | 'rejected', answer: string) =>
  api.post<DispatchObjection>(`/dispatch/objections/${id}/answer`, { state, answer })

/* ---- words ---- */

export const changeWords = (changes: DispatchChanges): string[] => changes.items.map((c) => (locale.value === 'en' ? c.en : c.zh) ?? '')

const reasons = [
  'best', 'next', 'pinned', 'by_hand', 'gave_way', 'seats', 'quota', 'cap', 'policy', 'not_run', 'audience', 'territory', 'quota_none',
  'hard', 'attended', 'busy', 'called', 'away', 'barred', 'same_unit', 'most_urgent',
] as const
/* Why somebody is where they are, with the class and the figures it rests on. */
export function reasonWord(p: { reason: string | null; wanted_title: string | null; bar: number; urgency: number; claims: number }): string {
  const code = reasons.find((r) => r === p.reason)
  const why = code ? t(`dispatch.why.${code}` as Key, { wanted: p.wanted_title ?? '', bar: formatNumber(p.bar), urgency: formatNumber(p.urgency) }) : ''
  return [p.claims ? t('dispatch.claimFirst') : '', why].filter(Boolean).join(t('dispatch.and'))
}
/* The rule and the evidence that put somebody on a list. */
export function ruleWord(l: { rule: string | null; count: number; threshold: number; months: number; last_on: string | null }): string {
  const rule = (['idle', 'refusals', 'hardships', 'trainings'] as const).find((r) => r === l.rule)
  return rule
    ? t(`dispatch.rule.${rule}` as Key, { count: l.count, threshold: l.threshold, months: l.months, last: l.last_on ? formatDate(l.last_on) : t('dispatch.neverOnRecord') })
    : ''
}
export const percent = (ppm: number) => `${(ppm / 10000).toLocaleString(undefined, { maximumFractionDigits: 3 })}%`
