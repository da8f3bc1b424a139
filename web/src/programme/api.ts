/* programme/api.ts: programmes on the server. */
import { api, type Page, type Query } from '@/api/client'
import type { Programme, ProgrammeItem } from '@/api/generated'

export const listProgrammes = (query: Query, signal?: AbortSignal) => api.get<Page<ProgrammeItem>>('/programmes', query, signal)
export const getProgramme = (id: string, signal?: AbortSignal) => api.get<Programme>(`/programmes/${id}`, {}, signal)
export const addProgramme = (programme: unknown) => api.post<Programme>('/programmes', programme)
export const setProgramme = (id: string, version: number, programme: unknown) => api.put<Programme>(`/programmes/${id}`, programme, version)
