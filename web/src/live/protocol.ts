/* live/protocol.ts: the messages of a live room, as docs/live.md tells them. */
import type { Problem } from '@/api/problem'

export type Role = 'teacher' | 'staff' | 'site' | 'learner'
export type RoomState = 'ready' | 'open' | 'closed'
export type Source = 'none' | 'file' | 'rtmp'
export type MediaState = 'none' | 'waiting' | 'playing' | 'lost' | 'ended' | 'failed'

export interface Speaker {
  id: string | null
  name: string | null
  site: string | null
}
export interface Media {
  url: string | null
  state: MediaState | null
  started_at: string | null
}
export interface RoomView {
  room_id: string
  session_id: string
  class_id: string
  class_title: string
  title: string
  teacher_name: string | null
  host_name: string | null
  starts_at: string
  ends_at: string
  state: RoomState
  source: Source | null
  media_id: string | null
  repeats: boolean
  media: Media
  stream: { url: string | null; port: number; key: string | null } | null
  opened_at: string | null
  closed_at: string | null
  seq: number
  role: Role
  site_id: string | null
  site_name: string | null
}
export interface Question {
  id: string
  text: string
  person: Speaker
  votes: number
  mine: boolean
  state: 'open' | 'answered'
  asked_at: string
  answered_at: string | null
}
export interface Hand {
  person: Speaker
  state: 'raised' | 'called' | 'lowered'
  raised_at: string
}
export interface Poll {
  id: string
  title: string
  multiple: boolean
  state: 'open' | 'closed'
  options: { no: number; text: string; answers: number }[]
  counts: number[]
  total: number
  mine: number[] | null
}
export interface SiteCount {
  site_id: string | null
  class_id: string | null
  name: string | null
  level: 'municipal' | 'district' | 'township' | null
  leader_id: string | null
  leader_name: string | null
  expected: number
  joined: number
  leave: number
  absent: number
  screens: number
}
export interface Presence {
  seq: number
  expected: number
  joined: number
  leave: number
  absent: number
  online: number
  sites: SiteCount[]
}

interface Bodies {
  danmaku: { text: string }
  question: { question_id: string; text: string }
  answered: { question_id: string }
  hand: { on: boolean }
  hand_called: { person_id: string; name: string }
  poll_opened: { poll_id: string; title: string; multiple: boolean; options: string[] }
  poll_closed: { poll_id: string; counts: number[]; total: number }
  opened: Record<string, never>
  closed: Record<string, never>
  media: Media
  notice: { text?: string }
}
export type EventKind = keyof Bodies
export type LiveEvent = {
  [K in EventKind]: { seq: number; kind: K; at: string; person: Speaker; body: Bodies[K] }
}[EventKind]

export interface Hello {
  room: RoomView
  me: Speaker
  role: Role
  site_id: string | null
  seq: number
  media: Media
  danmaku_seconds: number
  danmaku_chars: number
  truncated: boolean
  missed: LiveEvent[]
  questions: Question[]
  hands: Hand[]
  poll: Poll | null
}

export interface Tally {
  poll_id: string
  counts: number[]
  total: number
}
/* What comes without a number, once a second at most. */
export type Summary =
  | { t: 'presence'; d: Presence }
  | { t: 'tally'; d: Tally }
  | { t: 'votes'; d: { questions: { id: string; votes: number }[] } }

export interface Ack {
  seq?: number
  question_id?: string
  poll_id?: string
}
export type ServerMessage =
  | { t: 'hello'; d: Hello }
  | { t: 'event'; d: LiveEvent }
  | Summary
  | { t: 'ack'; n: number; d?: Ack }
  | { t: 'error'; n: number; problem: Partial<Problem> }

/* What a client says; what it means is in docs/live.md. */
export interface Sayings {
  danmaku: { text: string }
  ask: { text: string }
  vote: { question_id: string; on: boolean }
  answered: { question_id: string }
  hand: { on: boolean }
  call: { person_id: string }
  poll: { title: string; options: string[]; multiple: boolean }
  poll_close: { poll_id: string }
  answer: { poll_id: string; options: string[] }
  heartbeat: Record<string, never>
}
export type SayType = keyof Sayings
export type Saying = { [T in SayType]: { type: T; d: Sayings[T] } }[SayType]

/* Did this event come of that saying of mine? Sayings without an event may be said twice without harm. */
export function isEventOf(saying: Saying, event: LiveEvent, me: string): boolean {
  switch (saying.type) {
    case 'danmaku':
      return event.kind === 'danmaku' && event.person.id === me && event.body.text === clean(saying.d.text)
    case 'ask':
      return event.kind === 'question' && event.person.id === me && event.body.text === clean(saying.d.text)
    case 'poll':
      return event.kind === 'poll_opened' && event.person.id === me && event.body.title === clean(saying.d.title)
    case 'call':
      return event.kind === 'hand_called' && event.body.person_id === saying.d.person_id
    case 'answered':
      return event.kind === 'answered' && event.body.question_id === saying.d.question_id
    case 'poll_close':
      return event.kind === 'poll_closed' && event.body.poll_id === saying.d.poll_id
    default:
      return false
  }
}

/* What an event tells that the lost ack would have told. */
export function ackOf(event: LiveEvent): Ack {
  const ids = event.body as { question_id?: string; poll_id?: string }
  return { seq: event.seq, question_id: ids.question_id, poll_id: ids.poll_id }
}

/* Said twice, these would be there twice. */
export const isOnce = (type: SayType): boolean => ['danmaku', 'ask', 'poll'].includes(type)

/* White space as the server folds it. */
export const clean = (text: string): string => text.trim().replace(/\s+/g, ' ')
