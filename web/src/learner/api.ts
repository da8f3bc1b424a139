/* learner/api.ts: one's own classes, leave and check-in on the server. */
import { api, type Page, type Query } from '@/api/client'
import type { CheckinOut, ClassPage, EnrolmentWithClass, LeaveIn, LeavePreview, LeaveRequest } from '@/api/generated'

export const listMine = (signal?: AbortSignal) => api.get<Page<EnrolmentWithClass>>('/my/enrolments', { limit: 100 }, signal)
export const getClassPage = (id: string, signal?: AbortSignal) => api.get<ClassPage>(`/classes/${id}/page`, {}, signal)
export const listMyLeaves = (query: Query, signal?: AbortSignal) => api.get<Page<LeaveRequest>>('/my/leaves', query, signal)
export const previewLeave = (class_id: string, from_at: string, until_at: string) =>
  api.post<LeavePreview>('/leaves/preview', { class_id, from_at, until_at })
export const askLeave = (class_id: string, leave: Pick<LeaveIn, 'kind' | 'from_at' | 'until_at' | 'reason'>) =>
  api.post<LeaveRequest>(`/classes/${class_id}/leaves`, leave)
export const cancelLeave = (id: string) => api.post<LeaveRequest>(`/leaves/${id}/cancel`)
export const leaveBack = (id: string) => api.post<LeaveRequest>(`/leaves/${id}/back`)
export const checkin = (session: string | null, code: string) =>
  api.post<CheckinOut>('/roll/checkin', { ...(session ? { session_id: session } : {}), code })
