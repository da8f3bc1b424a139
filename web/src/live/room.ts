/* live/room.ts: what is known of a room, and how each message changes it. Pure: no socket, no screen. */
import type {
  Hand, Hello, LiveEvent, Media, Poll, Presence, Question, Role, RoomView, Speaker, Summary,
} from './protocol'

/* A line of the conversation. */
export type Line =
  | { key: string; kind: 'danmaku'; person: Speaker; text: string; at: string }
  | { key: string; kind: 'notice'; what: 'opened' | 'closed' | 'poll_opened' | 'poll_closed' | 'hand_called'; name: string; at: string }
  | { key: string; kind: 'missed'; count: number; more: boolean; at: string }

export interface Room {
  view: RoomView | null
  me: Speaker | null
  role: Role
  media: Media
  lines: Line[]
  questions: Question[]
  hands: Hand[]
  poll: Poll | null
  presence: Presence | null
  danmakuSeconds: number
  danmakuChars: number
  /* Events that came since the page of each kind was last looked at. */
  fresh: { talk: number; questions: number; poll: number; hands: number }
}
export type Topic = keyof Room['fresh']

const LINES_MAX = 400

export function newRoom(): Room {
  return {
    view: null,
    me: null,
    role: 'learner',
    media: { url: null, state: 'none', started_at: null },
    lines: [],
    questions: [],
    hands: [],
    poll: null,
    presence: null,
    danmakuSeconds: 2,
    danmakuChars: 50,
    fresh: { talk: 0, questions: 0, poll: 0, hands: 0 },
  }
}

/* Who has no person (an office's account) sees everything and says nothing. */
export const looksOn = (room: Room): boolean => !room.me?.id

/* The first message tells all there is; lines are the only thing that is carried on from before. */
export function applyHello(room: Room, hello: Hello, again: boolean, now: string): void {
  room.view = hello.room
  room.me = hello.me
  room.role = hello.role
  room.media = hello.media
  room.danmakuSeconds = hello.danmaku_seconds
  room.danmakuChars = hello.danmaku_chars
  const told = hello.missed.filter(isTold)
  if (again && (told.length > 0 || hello.truncated))
    addLine(room, { key: `missed-${hello.seq}`, kind: 'missed', count: told.length, more: hello.truncated, at: now })
  for (const event of hello.missed) applyLine(room, event)
  if (again) for (const event of hello.missed) countFresh(room, event)
  room.questions = sorted(hello.questions)
  room.hands = hello.hands
  room.poll = hello.poll
}

const isTold = (event: LiveEvent) => event.kind !== 'hand' && event.kind !== 'media' && event.kind !== 'notice'

export function applyEvent(room: Room, event: LiveEvent): void {
  applyLine(room, event)
  countFresh(room, event)
  switch (event.kind) {
    case 'question':
      room.questions = sorted([...room.questions, questionOf(event)])
      break
    case 'answered':
      room.questions = sorted(
        room.questions.map((q) =>
          q.id === event.body.question_id ? { ...q, state: 'answered' as const, answered_at: event.at } : q,
        ),
      )
      break
    case 'hand':
      room.hands = room.hands.filter((h) => h.person.id !== event.person.id)
      if (event.body.on) room.hands.push({ person: event.person, state: 'raised', raised_at: event.at })
      break
    case 'hand_called':
      room.hands = room.hands.map((h) => (h.person.id === event.body.person_id ? { ...h, state: 'called' as const } : h))
      break
    case 'poll_opened':
      room.poll = pollOf(event)
      break
    case 'poll_closed':
      if (room.poll?.id === event.body.poll_id)
        room.poll = { ...room.poll, state: 'closed', counts: event.body.counts, total: event.body.total }
      break
    case 'opened':
      if (room.view) room.view = { ...room.view, state: 'open', opened_at: event.at, closed_at: null }
      break
    case 'closed':
      if (room.view) room.view = { ...room.view, state: 'closed', closed_at: event.at }
      room.media = { ...room.media, state: room.media.url ? 'ended' : 'none' }
      break
    case 'media':
      room.media = event.body
      if (room.view) room.view = { ...room.view, media: event.body }
      break
    default:
  }
}

export function applySummary(room: Room, message: Summary): void {
  if (message.t === 'presence') {
    /* With very many sites the list is left out: what was read before stays. */
    const sites = message.d.sites.length > 0 ? message.d.sites : (room.presence?.sites ?? [])
    room.presence = { ...message.d, sites }
  } else if (message.t === 'tally') {
    if (room.poll?.id === message.d.poll_id)
      room.poll = { ...room.poll, counts: message.d.counts, total: message.d.total }
  } else {
    const votes = new Map(message.d.questions.map((q) => [q.id, q.votes]))
    room.questions = sorted(room.questions.map((q) => ({ ...q, votes: votes.get(q.id) ?? q.votes })))
  }
}

/* Open ones first, the most wanted above; answered ones below, the latest first. */
export function sorted(questions: Question[]): Question[] {
  const open = questions.filter((q) => q.state === 'open')
  const done = questions.filter((q) => q.state !== 'open')
  open.sort((a, b) => b.votes - a.votes || a.asked_at.localeCompare(b.asked_at))
  done.sort((a, b) => (b.answered_at ?? '').localeCompare(a.answered_at ?? ''))
  return [...open, ...done]
}

const questionOf = (event: LiveEvent & { kind: 'question' }): Question => ({
  id: event.body.question_id,
  text: event.body.text,
  person: event.person,
  votes: 0,
  mine: false,
  state: 'open',
  asked_at: event.at,
  answered_at: null,
})

const pollOf = (event: LiveEvent & { kind: 'poll_opened' }): Poll => ({
  id: event.body.poll_id,
  title: event.body.title,
  multiple: event.body.multiple,
  state: 'open',
  options: event.body.options.map((text, i) => ({ no: i + 1, text, answers: 0 })),
  counts: event.body.options.map(() => 0),
  total: 0,
  mine: null,
})

function applyLine(room: Room, event: LiveEvent): void {
  const key = String(event.seq)
  if (event.kind === 'danmaku')
    addLine(room, { key, kind: 'danmaku', person: event.person, text: event.body.text, at: event.at })
  else if (event.kind === 'poll_opened') addLine(room, { key, kind: 'notice', what: event.kind, name: event.body.title, at: event.at })
  else if (event.kind === 'hand_called') addLine(room, { key, kind: 'notice', what: event.kind, name: event.body.name, at: event.at })
  else if (event.kind === 'opened' || event.kind === 'closed' || event.kind === 'poll_closed')
    addLine(room, { key, kind: 'notice', what: event.kind, name: '', at: event.at })
}

function addLine(room: Room, line: Line): void {
  room.lines.push(line)
  if (room.lines.length > LINES_MAX) room.lines.splice(0, room.lines.length - LINES_MAX)
}

const topics: Partial<Record<LiveEvent['kind'], Topic>> = {
  danmaku: 'talk', question: 'questions', answered: 'questions', hand: 'hands', hand_called: 'hands', poll_opened: 'poll',
}
function countFresh(room: Room, event: LiveEvent): void {
  const topic = topics[event.kind]
  if (topic && event.person.id !== room.me?.id) room.fresh[topic]++
}
