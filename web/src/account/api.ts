/* account/api.ts: accounts, roles and the audit log on the server. */
import { api, type Page, type Query } from '@/api/client'
import type { Account, AccountNew, AccountPolicyRow, AccountPolicyRows, AccountRole, AccountRoles, AccountSheet, AccountSheetOrder, AccountSheetPasswords, AuditChapter, AuditLine } from '@/api/generated'

export const listAccounts = (query: Query, signal?: AbortSignal) => api.get<Page<Account>>('/accounts', query, signal)
export const getAccount = (id: string, signal?: AbortSignal) => api.get<Account>(`/accounts/${id}`, {}, signal)
export const addAccount = (account: AccountNew) => api.post<Account>('/accounts', account)
export const setAccount = (account: Account) => api.put<Account>(`/accounts/${account.id}`, account, account.version)
export const resetPassword = (id: string, password: string) => api.post(`/accounts/${id}/password`, { password })
export const rolesOf = (id: string, signal?: AbortSignal) => api.get<AccountRoles>(`/accounts/${id}/roles`, {}, signal)
export const grantRole = (id: string, role: Partial<AccountRole>) => api.post<AccountRole>(`/accounts/${id}/roles`, role)
export const revokeRole = (id: string) => api.delete(`/roles/${id}`)
export const removeFactor = (id: string) => api.delete(`/accounts/${id}/factor`)
export const listSheets = (query: Query, signal?: AbortSignal) => api.get<Page<AccountSheet>>('/account-sheets', query, signal)
export const orderSheet = (order: AccountSheetOrder) => api.post<AccountSheet>('/account-sheets', order)
export const takeSheet = (id: string) => api.post<AccountSheetPasswords>(`/account-sheets/${id}/take`)
export const grantSheet = (id: string) => api.post<AccountSheet>(`/account-sheets/${id}/grant`)
export const listPolicies = (signal?: AbortSignal) => api.get<AccountPolicyRows>('/policies', {}, signal)
export const addPolicy = (row: AccountPolicyRow) => api.post<AccountPolicyRows>('/policies', row)
export const getChapter = (signal?: AbortSignal) => api.get<AuditChapter>('/audit/chapter', {}, signal)
export const listAudit = (query: Query, signal?: AbortSignal) => api.get<Page<AuditLine>>('/audit', query, signal)
