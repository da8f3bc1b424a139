/* session/session.ts: who is signed in. One per page load; everything else asks here. */
import { computed, ref } from 'vue'
import { api, setCsrf, whenSignedOut } from '@/api/client'
import type { Session, SessionRole } from '@/api/generated'
import { ApiProblem } from '@/api/problem'
import type { RoleName } from '@/api/types'
import { roleHas, type Perm } from './perm'

type Sure<T> = { [K in keyof T]: NonNullable<T[K]> }
export type Me = Sure<Omit<Session, 'person_id' | 'roles'>> & { person_id: string | null; roles: Sure<SessionRole>[] }

export const me = ref<Me | null>(null)
/* True when a session ended by itself: the sign-in page says so. */
export const expired = ref(false)

function take(session: Me | null): void {
  me.value = session
  setCsrf(session?.csrf ?? '')
}

let asked: Promise<void> | null = null
/* Asks the server once who we are. */
export function knowMe(): Promise<void> {
  asked ??= api.get<Me>('/session').then(take, (error) => {
    if (!(error instanceof ApiProblem) || error.problem.status !== 401) asked = null
    if (error instanceof ApiProblem && error.problem.status === 401) take(null)
    else throw error
  })
  return asked
}

/* Asks again: the rights have changed. */
export async function refreshMe(): Promise<void> {
  take(await api.get<Me>('/session'))
}

/* `code`: of the second factor, when the server asked for one. */
export async function signIn(login: string, password: string, code?: string): Promise<void> {
  take(await api.post<Me>('/session', { login, password, ...(code ? { code } : {}) }))
  expired.value = false
}

export async function signOut(): Promise<void> {
  await api.delete('/session')
  take(null)
}

export function onExpired(go: () => void): void {
  whenSignedOut(() => {
    if (!me.value) return
    take(null)
    expired.value = true
    go()
  })
}

export const roles = computed<RoleName[]>(() => [...new Set(me.value?.roles.map((r) => r.role) ?? [])])

/* Does any role carry it, on that path or above? Without a path: anywhere. */
export function can(perm: Perm, path?: string): boolean {
  return (me.value?.roles ?? []).some(
    (r) => roleHas(r.role, perm) && (path === undefined || path.startsWith(r.path)),
  )
}
