/* exchange/api.ts: imports on the server: a file, its dry run, what is wrong, who may be known, and the commit. */
import { api, askForFile, download, saveAs, upload, type Page, type Query } from '@/api/client'
import type { Import, ImportDuplicate, ImportProblem } from '@/api/generated'

export type TableName = 'people' | 'orgs' | 'courses' | 'training' | 'enrolments' | 'rolls' | 'accounts' | 'oneroster'
export type Decision = 'same' | 'new' | 'skip'

export const getTemplate = (table: TableName, subject: string) => download('/exchange/template', { table, subject })
export const getTable = (table: TableName, subject: string) => download('/exchange/export', { table, subject })
export const getZip = async (under?: string) => saveAs(await askForFile(`/exchange/oneroster${under ? `?under=${under}` : ''}`, undefined), 'oneroster.zip')
/* In parts that fit a request: the dry run begins with the last one. */
const PART_BYTES = 8 * 1024 * 1024
export async function sendFile(table: TableName, subject: string, file: File): Promise<Import> {
  const more = (end: number) => (end < file.size ? 1 : undefined)
  let import_ = await upload<Import>('/imports', file.slice(0, PART_BYTES), { table, subject, file: file.name, more: more(PART_BYTES) })
  for (let at = PART_BYTES, part = 2; at < file.size; at += PART_BYTES, part++)
    import_ = await upload<Import>(`/imports/${import_.id}/parts`, file.slice(at, at + PART_BYTES), { part, more: more(at + PART_BYTES) })
  return import_
}
export const getImport = (id: string, signal?: AbortSignal) => api.get<Import>(`/imports/${id}`, {}, signal)
export const listProblems = (id: string) => (query: Query, signal?: AbortSignal) =>
  api.get<Page<ImportProblem>>(`/imports/${id}/problems`, query, signal)
export const listDuplicates = (id: string, signal?: AbortSignal) =>
  api.get<Page<ImportDuplicate>>(`/imports/${id}/duplicates`, { limit: 1000 }, signal)
export const decide = (id: string, items: { row_no: number; choice: Decision }[], all?: Decision) =>
  api.post<Import>(`/imports/${id}/choices`, all ? { all, items } : { items })
export const commit = (id: string) => api.post<Import>(`/imports/${id}/commit`, undefined)
