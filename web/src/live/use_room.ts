/* live/use_room.ts: one room for the components on the page: what is known, what can be said, how the connection is. */
import { inject, onScopeDispose, provide, reactive, ref, shallowRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import { api } from '@/api/client'
import { ApiProblem, type Problem } from '@/api/problem'
import { t } from '@/i18n'
import { problemOf } from '@/ui/load'
import { toast } from '@/ui/toast'
import { LiveLink, type LinkState, type Pending, type Socket } from './link'
import type { LiveEvent, RoomView, Sayings, SayType } from './protocol'
import { applyEvent, applyHello, applySummary, newRoom, type Room, type Topic } from './room'

export interface LiveRoom {
  id: string
  room: Room
  state: Ref<LinkState>
  retryAt: Ref<number>
  pending: ShallowRef<readonly Pending[]>
  problem: ShallowRef<Problem | null>
  /* True when it was taken; what went wrong is said in a toast. */
  say<T extends SayType>(type: T, d: Sayings[T]): Promise<boolean>
  seen(topic: Topic): void
  onEvent(run: (event: LiveEvent) => void): void
  hurry(): void
}
const KEY: InjectionKey<LiveRoom> = Symbol('live room')
export const useRoom = (): LiveRoom => inject(KEY)!

function openSocket(id: string, since: number): Socket {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const query = since >= 0 ? `?since=${since}` : ''
  return new WebSocket(`${scheme}://${location.host}/api/v1/sessions/${id}/live${query}`) as unknown as Socket
}

const sayProblem = (problem: Problem): string => {
  if (problem.code === 'live.unsure') return t('live.unsure')
  return problem.detail || t('common.broken')
}

export function provideRoom(id: string): LiveRoom {
  const room = reactive(newRoom()) as Room
  const state = ref<LinkState>('connecting')
  const retryAt = ref(0)
  const pending = shallowRef<readonly Pending[]>([])
  const problem = shallowRef<Problem | null>(null)
  const listeners: ((event: LiveEvent) => void)[] = []

  const link = new LiveLink((since) => openSocket(id, since), {
    state: (next, at) => ((state.value = next), (retryAt.value = at)),
    hello: (hello, again) => applyHello(room, hello, again, new Date().toISOString()),
    event(event) {
      applyEvent(room, event)
      for (const run of listeners) run(event)
    },
    summary: (message) => applySummary(room, message),
    pending: (list) => (pending.value = list),
    refused: () => void ask(),
  })

  /* A browser does not tell why a WebSocket was refused: the same question over HTTP does. */
  async function ask(): Promise<boolean> {
    try {
      await api.get<RoomView>(`/sessions/${id}/live`)
      problem.value = null
      return true
    } catch (error) {
      const final = error instanceof ApiProblem && [401, 403, 404].includes(error.problem.status)
      if (final) link.end()
      if (final || !room.view) problem.value = problemOf(error)
      return !final
    }
  }

  async function say<T extends SayType>(type: T, d: Sayings[T]): Promise<boolean> {
    try {
      await link.say(type, d)
      return true
    } catch (error) {
      const told = error as Problem
      if (told.code !== 'live.left') toast.bad(sayProblem(told))
      return false
    }
  }

  const hurry = () => link.hurry()
  const shown = () => document.visibilityState === 'visible' && hurry()
  window.addEventListener('online', hurry)
  document.addEventListener('visibilitychange', shown)
  onScopeDispose(() => {
    window.removeEventListener('online', hurry)
    document.removeEventListener('visibilitychange', shown)
    link.end()
  })
  link.start()

  const live: LiveRoom = {
    id, room, state, retryAt, pending, problem, say, hurry,
    seen: (topic) => (room.fresh[topic] = 0),
    onEvent: (run) => listeners.push(run),
  }
  provide(KEY, live)
  return live
}
