/* session/oidc.ts: signing in at an identity provider. What belongs to a sign-in under way lies in this tab only. */
import { api } from '@/api/client'
import type { Identities, Identity, IdentityProviders, OidcProgress, OidcStarted, SignOut } from '@/api/generated'

const KEPT = 'tongke.oidc'
const ASK_AGAIN_MS = 300
export interface UnderWay {
  ticket: string
  provider: string
  to: string
}

export const listProviders = (signal?: AbortSignal) => api.get<IdentityProviders>('/oidc/providers', {}, signal)
export const myIdentities = (signal?: AbortSignal) => api.get<Identities>('/session/identities', {}, signal)
export const removeMyIdentity = (id: string) => api.delete(`/session/identities/${id}`)
export const identitiesOf = (account: string, signal?: AbortSignal) => api.get<Identities>(`/accounts/${account}/identities`, {}, signal)
export const addIdentity = (account: string, provider: string, subject: string) => api.post<Identity>(`/accounts/${account}/identities`, { provider, subject })
export const removeIdentity = (id: string) => api.delete(`/identities/${id}`)
/* Asked before signing out, followed after it. */
export const signOutElsewhere = () => api.get<SignOut>('/session/sign-out').then((reply) => reply.url, () => null)

export async function goTo(provider: string, to: string): Promise<void> {
  const begun = await api.post<OidcStarted>('/oidc/start', { provider })
  sessionStorage.setItem(KEPT, JSON.stringify({ ticket: begun.ticket, provider, to }))
  location.assign(begun.url!)
}

export function underWay(): UnderWay | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as UnderWay | null
  } catch {
    return null
  }
}
export const forget = () => sessionStorage.removeItem(KEPT)

export const answer = (ticket: string, query: { state?: string; code?: string; error?: string; iss?: string }) =>
  api.post<OidcProgress>('/oidc/answer', { ticket, state: query.state || '-', code: query.code ?? '', error: query.error ?? '', iss: query.iss ?? '' })

/* Until the server has heard from the provider. */
export async function enter(ticket: string, code?: string): Promise<OidcProgress['step']> {
  for (;;) {
    const { step } = await api.post<OidcProgress>('/oidc/session', { ticket, ...(code ? { code } : {}) })
    if (step !== 'wait') return step
    await new Promise((done) => setTimeout(done, ASK_AGAIN_MS))
  }
}
export const link = (ticket: string, login: string, password: string, code?: string) =>
  api.post<OidcProgress>('/oidc/link', { ticket, login, password, ...(code ? { code } : {}) })
