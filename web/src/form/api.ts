/* form/api.ts: printed forms, certificates, statements and their templates on the server. */
import { api, askForFile, urlOf, type Page, type Query } from '@/api/client'
import type { CertifyOut, FormIssue, FormTemplate, FormTemplates, Verification } from '@/api/generated'

export type FormKind = NonNullable<FormTemplate['kind']>

/* Addresses of PDFs, for links that open them. */
export const leaveForm = (id: string) => urlOf(`/leaves/${id}/form`)
export const classForm = (id: string, form: 'people' | 'roll' | 'assess', query: Query = {}) => urlOf(`/classes/${id}/forms/${form}`, query)
export const certificatesForm = (id: string) => urlOf(`/classes/${id}/certificates/pdf`)
export const issueForm = (id: string) => urlOf(`/issues/${id}/pdf`)

export const certify = (classId: string) => api.post<CertifyOut>(`/classes/${classId}/certificates`, {})
export const listCertificates = (classId: string, query: Query, signal?: AbortSignal) =>
  api.get<Page<FormIssue>>(`/classes/${classId}/certificates`, query, signal)
export const myCertificate = (class_id: string) => api.post<FormIssue>('/my/certificates', { class_id })
export const makeStatement = (person: string | null, span: { from_on?: string | null; until_on?: string | null }) =>
  api.post<FormIssue>(person ? `/people/${person}/statements` : '/my/statements', span)
export const revoke = (id: string, reason: string) => api.post<FormIssue>(`/issues/${id}/revoke`, { reason })
export const verify = (number: string) => api.post<Verification>('/verify', { number })

export type TemplateIn = Pick<FormTemplate, 'kind' | 'title' | 'intro' | 'notes' | 'footer' | 'signs' | 'logo'>
export const listTemplates = (org: string, signal?: AbortSignal) => api.get<FormTemplates>(`/orgs/${org}/forms`, {}, signal)
export const listVersions = (org: string, kind: FormKind, signal?: AbortSignal) =>
  api.get<FormTemplates>(`/orgs/${org}/forms/versions`, { kind }, signal)
export const saveTemplate = (org: string, template: TemplateIn) => api.post<FormTemplate>(`/orgs/${org}/forms`, template)
export const withdrawTemplate = (org: string, kind: FormKind) => api.post<FormTemplate>(`/orgs/${org}/forms/withdraw`, { kind })
export const lookAtTemplate = (org: string, template: TemplateIn, signal: AbortSignal) => askForFile(`/orgs/${org}/forms/preview`, template, signal)
