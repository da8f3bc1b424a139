import { describe, expect, it } from 'vitest'
import type { Hello, LiveEvent, Question } from './protocol'
import { applyEvent, applyHello, applySummary, newRoom, sorted } from './room'

const AT = '2026-11-24T01:00:00Z'
const who = { id: '8', name: '王芳', site: '南岸区委党校' }
const event = (seq: number, kind: string, body: object, person = who) => ({ seq, kind, at: AT, person, body }) as LiveEvent
const hello = (part: Partial<Hello> = {}) =>
  ({ room: { state: 'open' }, me: { id: '7' }, role: 'learner', seq: 9, media: { url: null }, danmaku_seconds: 2, danmaku_chars: 50,
     truncated: false, missed: [], questions: [], hands: [], poll: null, ...part }) as unknown as Hello

describe('the room', () => {
  it('marks where one was away and counts what was missed', () => {
    const room = newRoom()
    applyHello(room, hello({ missed: [event(1, 'danmaku', { text: '早' })] }), false, AT)
    applyHello(room, hello({ missed: [event(2, 'danmaku', { text: '甲' }), event(3, 'hand', { on: true }), event(4, 'question', { question_id: '1', text: '乙' })] }), true, AT)
    expect(room.lines.map((l) => l.kind)).toEqual(['danmaku', 'missed', 'danmaku'])
    expect(room.lines[1]).toMatchObject({ count: 2, more: false })
    expect(room.fresh).toMatchObject({ talk: 1, questions: 1, hands: 1 })
  })

  it('puts no mark when nothing was missed', () => {
    const room = newRoom()
    applyHello(room, hello(), true, AT)
    expect(room.lines).toEqual([])
  })

  it('keeps hands in order and remembers who was called', () => {
    const room = newRoom()
    applyHello(room, hello(), false, AT)
    applyEvent(room, event(10, 'hand', { on: true }))
    applyEvent(room, event(11, 'hand', { on: true }, { ...who, id: '9' }))
    applyEvent(room, event(12, 'hand_called', { person_id: '8', name: '王芳' }, { ...who, id: '1' }))
    expect(room.hands.map((h) => [h.person.id, h.state])).toEqual([['8', 'called'], ['9', 'raised']])
    applyEvent(room, event(13, 'hand', { on: false }))
    expect(room.hands.map((h) => h.person.id)).toEqual(['9'])
  })

  it('shows a poll from its opening to its last figures', () => {
    const room = newRoom()
    applyHello(room, hello(), false, AT)
    applyEvent(room, event(10, 'poll_opened', { poll_id: '5', title: '进度？', multiple: false, options: ['快', '慢'] }))
    applySummary(room, { t: 'tally', d: { poll_id: '5', counts: [2, 1], total: 3 } })
    applySummary(room, { t: 'tally', d: { poll_id: '4', counts: [9, 9], total: 18 } })
    expect(room.poll).toMatchObject({ state: 'open', counts: [2, 1], total: 3 })
    applyEvent(room, event(11, 'poll_closed', { poll_id: '5', counts: [2, 2], total: 4 }))
    expect(room.poll).toMatchObject({ state: 'closed', counts: [2, 2] })
  })

  it('lists the most wanted question first and answered ones last', () => {
    const q = (id: string, votes: number, state: 'open' | 'answered' = 'open') =>
      ({ id, votes, state, asked_at: AT, answered_at: null }) as Question
    expect(sorted([q('a', 1), q('b', 5, 'answered'), q('c', 3)]).map((x) => x.id)).toEqual(['c', 'a', 'b'])
  })

  it('keeps the list of sites when a summary leaves it out', () => {
    const room = newRoom()
    const sums = { seq: 1, expected: 2, joined: 1, leave: 0, absent: 1, online: 1 }
    applySummary(room, { t: 'presence', d: { ...sums, sites: [{ site_id: '3' }] as never } })
    applySummary(room, { t: 'presence', d: { ...sums, joined: 2, sites: [] } })
    expect(room.presence).toMatchObject({ joined: 2, sites: [{ site_id: '3' }] })
  })
})
