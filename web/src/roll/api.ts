/* roll/api.ts: rolls, leave and results on the server. */
import { api, type Page, type Query } from '@/api/client'
import type {
  AssessmentIn, AssessmentList, Withdrawal,
  ClassConfirmOut, ClassException, ClassResults, LeaveDeputy, LeaveDetail, LeaveHolder, LeaveIn, LeavePreview, LeavePreviewIn, LeaveRequest,
  RollEvent, RollSummary,
} from '@/api/generated'

export const getSummary = (session: string, signal?: AbortSignal) => api.get<RollSummary>(`/sessions/${session}/roll/summary`, {}, signal)
export const listRollEvents = (session: string, query: Query, signal?: AbortSignal) =>
  api.get<Page<RollEvent>>(`/sessions/${session}/roll/events`, query, signal)

export const listLeaves = (classId: string, query: Query, signal?: AbortSignal) =>
  api.get<Page<LeaveRequest>>(`/classes/${classId}/leaves`, query, signal)
export const addLeave = (classId: string, leave: LeaveIn) => api.post<LeaveRequest>(`/classes/${classId}/leaves`, leave)
export const previewLeave = (leave: LeavePreviewIn) => api.post<LeavePreview>('/leaves/preview', leave)
export const getLeave = (id: string, signal?: AbortSignal) => api.get<LeaveDetail>(`/leaves/${id}`, {}, signal)
export const leaveBack = (id: string) => api.post<LeaveRequest>(`/leaves/${id}/back`)
/* At whatever post one holds, or stands in for. */
export const listWaitingLeaves = (signal?: AbortSignal) => api.get<Page<LeaveRequest>>('/leaves/waiting', {}, signal)
export const listPosts = (signal?: AbortSignal) => api.get<Page<LeaveHolder>>('/leave-posts', {}, signal)
export const addPost = (post: Partial<LeaveHolder>) => api.post<LeaveHolder>('/leave-posts', post)
export const endPost = (id: string) => api.delete(`/leave-posts/${id}`)
export const listDeputies = (signal?: AbortSignal) => api.get<Page<LeaveDeputy>>('/my/deputies', {}, signal)
export const addDeputy = (deputy: Partial<LeaveDeputy>) => api.post<LeaveDeputy>('/deputies', deputy)
export const endDeputy = (id: string) => api.delete(`/deputies/${id}`)
export const decideLeave = (id: string, state: 'approved' | 'refused', note: string | null, accept_over: boolean) =>
  api.post<LeaveRequest>(`/leaves/${id}/decide`, { state, note, accept_over })

export const listWithdrawals = (classId: string, signal?: AbortSignal) => api.get<Page<Withdrawal>>(`/classes/${classId}/withdrawals`, {}, signal)
export const checkWithdrawals = (classId: string) => api.post<Page<Withdrawal>>(`/classes/${classId}/withdrawals/check`)
export const decideWithdrawal = (id: string, state: 'confirmed' | 'dismissed', reason: string) =>
  api.post<Withdrawal>(`/withdrawals/${id}/decide`, { state, reason })
export const getAssessments = (classId: string, signal?: AbortSignal) => api.get<AssessmentList>(`/classes/${classId}/assessments`, {}, signal)
export const putAssessments = (classId: string, items: AssessmentIn[]) => api.post<AssessmentList>(`/classes/${classId}/assessments`, { items })

export const getResults = (classId: string, signal?: AbortSignal) => api.get<ClassResults>(`/classes/${classId}/results`, {}, signal)
export const confirmClass = (classId: string, exceptions: ClassException[]) =>
  api.post<ClassConfirmOut>(`/classes/${classId}/confirm`, { exceptions })
