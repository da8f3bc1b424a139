/* evaluate/api.ts: questionnaires on the server. */
import { api, type Page } from '@/api/client'
import type { Evaluation, EvaluationAnswer, EvaluationForm, EvaluationResults, EvaluateTemplate } from '@/api/generated'

export const listTemplates = (signal?: AbortSignal) => api.get<Page<EvaluateTemplate>>('/evaluation-templates', {}, signal)
export const addTemplate = (template: Partial<EvaluateTemplate>) => api.post<EvaluateTemplate>('/evaluation-templates', template)
export const listEvaluations = (classId: string, signal?: AbortSignal) => api.get<Page<Evaluation>>(`/classes/${classId}/evaluations`, {}, signal)
export const openEvaluations = (classId: string, ask: { template_id: string; lessons: boolean; whole_class: boolean; session_ids: string[] }) =>
  api.post<Page<Evaluation>>(`/classes/${classId}/evaluations`, ask)
export const closeEvaluation = (id: string) => api.post<Evaluation>(`/evaluations/${id}/close`)
export const getResults = (id: string, signal?: AbortSignal) => api.get<EvaluationResults>(`/evaluations/${id}/results`, {}, signal)
export const listMyEvaluations = (signal?: AbortSignal) => api.get<Page<Evaluation>>('/my/evaluations', {}, signal)
export const getForm = (id: string, signal?: AbortSignal) => api.get<EvaluationForm>(`/evaluations/${id}`, {}, signal)
/* The salt makes what the server keeps of the request useless for guessing the answers. */
export const sendAnswers = (id: string, answers: EvaluationAnswer[]) =>
  api.post(`/evaluations/${id}/answers`, { answers, salt: [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16)).join('') })
