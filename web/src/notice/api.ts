/* notice/api.ts: one's own notices on the server. */
import { api, type Page, type Query } from '@/api/client'
import type { MailAddress, MailQueue, Notice, NoticePrefs, NoticeUnread } from '@/api/generated'

export const listNotices = (query: Query, signal?: AbortSignal) => api.get<Page<Notice>>('/my/notices', { ...query, sort: '-at' }, signal)
export const countUnread = (signal?: AbortSignal) => api.get<NoticeUnread>('/my/notices/unread', {}, signal)
export const readNotice = (id: string) => api.post(`/my/notices/${id}/read`)
export const readAll = (upto_id: string) => api.post('/my/notices/read', { upto_id })
export const getPrefs = (signal?: AbortSignal) => api.get<NoticePrefs>('/my/notice-preferences', {}, signal)
export const setPrefs = (prefs: NoticePrefs) => api.put<NoticePrefs>('/my/notice-preferences', prefs)
export const getAddress = (signal?: AbortSignal) => api.get<MailAddress>('/my/mail-address', {}, signal)
export const setAddress = (address: string) => api.put<MailAddress>('/my/mail-address', { address: address || null })
export const getMailQueue = (signal?: AbortSignal) => api.get<MailQueue>('/mail-queue', {}, signal)
export const sendMailNow = () => api.post<MailQueue>('/mail-queue/due')
