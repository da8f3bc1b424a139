/* trust/api.ts: who can see what, on the server. */
import { api, download, saveFile, type Page, type Query } from '@/api/client'
import type { AccessDuties, AccessGrant, AccessRoutes, AccessSubject, Correction, Retentions } from '@/api/generated'
import { t } from '@/i18n'

export const findSubjects = (query: Query, signal?: AbortSignal) => api.get<Page<AccessSubject>>('/access/people', query, signal)
export const grantsOn = (where: string) => (query: Query, signal?: AbortSignal) => api.get<Page<AccessGrant>>(where, query, signal)
export const dutiesAround = (where: string, signal?: AbortSignal) => api.get<AccessDuties>(`${where}/duties`, {}, signal)
export const listRoutes = (signal?: AbortSignal) => api.get<AccessRoutes>('/access/routes', {}, signal)
export const listMyCorrections = (query: Query, signal?: AbortSignal) => api.get<Page<Correction>>('/my/corrections', query, signal)
export const askCorrection = (body: Partial<Correction>) => api.post<Correction>('/my/corrections', body)
export const listCorrections = (query: Query, signal?: AbortSignal) => api.get<Page<Correction>>('/corrections', query, signal)
export const answerCorrection = (id: string, state: 'accepted' | 'refused', answer: string) => api.post<Correction>(`/corrections/${id}/answer`, { state, answer })
export const takeMySheets = () => download('/my/data')
export const takeMyData = () => saveFile('/my/data', t('trust.fileName'))
export const listRetention = (signal?: AbortSignal) => api.get<Retentions>('/retention', {}, signal)
export const addRetention = (row: { code: string; days: number; from_on: string | null; source: string }) => api.post<Retentions>('/retention', row)
