/* exchange/api.ts: imports on the server: a file, its dry run, what is wrong, who may be known, and the commit. */
import { api, download, upload, type Page, type Query } from '@/api/client'
import type { Import, ImportDuplicate, ImportProblem } from '@/api/generated'

export type TableName = 'people' | 'orgs' | 'courses' | 'training' | 'enrolments' | 'rolls'
export type Decision = 'same' | 'new' | 'skip'

export const getTemplate = (table: TableName, subject: string) => download('/exchange/template', { table, subject })
export const getTable = (table: TableName, subject: string) => download('/exchange/export', { table, subject })
export const sendFile = (table: TableName, subject: string, file: File) =>
  upload<Import>('/imports', file, { table, subject, file: file.name })
export const getImport = (id: string, signal?: AbortSignal) => api.get<Import>(`/imports/${id}`, {}, signal)
export const listProblems = (id: string) => (query: Query, signal?: AbortSignal) =>
  api.get<Page<ImportProblem>>(`/imports/${id}/problems`, query, signal)
export const listDuplicates = (id: string, signal?: AbortSignal) =>
  api.get<Page<ImportDuplicate>>(`/imports/${id}/duplicates`, { limit: 1000 }, signal)
export const decide = (id: string, items: { row_no: number; choice: Decision }[], all?: Decision) =>
  api.post<Import>(`/imports/${id}/choices`, all ? { all, items } : { items })
export const commit = (id: string) => api.post<Import>(`/imports/${id}/commit`, undefined)
