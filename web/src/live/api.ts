/* live/api.ts: what a room asks over HTTP. */
import { api, urlOf, type Page, type Query } from '@/api/client'
import type { Poll, Presence, RoomView, Source } from './protocol'

export interface LivePerson {
  id: string
  person_id: string
  person_name: string
  org_name: string | null
  class_id: string
  session_id: string
  site_id: string | null
  site_name: string | null
  state: 'online' | 'in_class' | 'leave' | 'absent'
  joined_at: string | null
  seconds: number
}
export interface RollRow {
  id: string
  person_id: string
  person_name: string
  org_name: string | null
  post: string | null
  site_id: string | null
  state: RollState | null
  source: string | null
  at: string | null
  marked_by_name: string | null
}
export type RollState = 'present' | 'late' | 'absent' | 'leave'
export interface RollCode {
  session_id: string
  code: string | null
  seconds_left: number
  opens_at: string
  closes_at: string
  open: boolean
  url: string | null
}
export interface Checkin {
  session_id: string
  class_id: string
  title: string
  state: RollState
  at: string
}
export interface LiveMediaFile {
  id: string
  title: string
  kind: 'video' | 'audio' | 'slides' | 'file'
  seconds: number
  state: 'ready' | 'failed'
}

export const openRoom = (id: string, body: { source: Source; media_id?: string; repeats: boolean }) =>
  api.post<RoomView>(`/sessions/${id}/live/open`, body)
export const closeRoom = (id: string) => api.post<RoomView>(`/sessions/${id}/live/close`)
export const getRoom = (id: string) => api.get<RoomView>(`/sessions/${id}/live`)
export const getSites = (id: string, signal?: AbortSignal) => api.get<Presence>(`/sessions/${id}/live/sites`, {}, signal)
export const listPeople = (id: string, query: Query, signal?: AbortSignal) =>
  api.get<Page<LivePerson>>(`/sessions/${id}/live/presence`, query, signal)
export const listPolls = (id: string) => api.get<{ items: Poll[] }>(`/sessions/${id}/live/polls`)
export const listFilms = async (): Promise<LiveMediaFile[]> => {
  const page = await api.get<Page<LiveMediaFile>>('/media', { limit: 200 })
  return page.items.filter((m) => m.state === 'ready' && (m.kind === 'video' || m.kind === 'audio'))
}

export const getCode = (session: string, site?: string | null) =>
  api.post<RollCode>(`/sessions/${session}/roll/code`, undefined, { query: { site } })
export const qrUrl = (session: string, site: string | null | undefined, code: string) =>
  urlOf(`/sessions/${session}/roll/qr`, { site, for: code })
export const checkin = (session: string | null, code: string) =>
  api.post<Checkin>('/roll/checkin', { ...(session ? { session_id: session } : {}), code })

/* Everybody expected; a classroom has dozens, a lesson up to a thousand or two. */
export async function listRoll(session: string, site: string | null, signal?: AbortSignal): Promise<RollRow[]> {
  const rows: RollRow[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page<RollRow> = await api.get(`/sessions/${session}/roll`, { site, sort: 'name', limit: 200, cursor }, signal)
    rows.push(...page.items)
    cursor = page.next
  }
  return rows
}
export const putRoll = (session: string, body: { site_id: string | null; marks: { person_id: string; state: RollState }[]; reason?: string }) =>
  api.put<{ set: number; changed: number; same: number }>(`/sessions/${session}/roll`, body)

/* The learner's own mark, as their own class has it. */
export async function ownMark(session: string): Promise<RollState | null> {
  const { class_id } = await api.get<{ class_id: string }>(`/sessions/${session}`)
  const page = await api.get<{ sessions: { id: string; roll_state: RollState | null }[] }>(`/classes/${class_id}/page`)
  return page.sessions.find((s) => s.id === session)?.roll_state ?? null
}
