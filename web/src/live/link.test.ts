import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveLink, type LinkState, type Pending, type Socket } from './link'
import type { Hello, LiveEvent } from './protocol'

class FakeSocket implements Socket {
  static all: FakeSocket[] = []
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  sent: { t: string; n: number; d: Record<string, unknown> }[] = []
  constructor(readonly since: number) {
    FakeSocket.all.push(this)
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as (typeof this.sent)[number])
  }
  close(): void {}
  hear(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
  breaks(): void {
    this.onclose?.({ code: 1006, reason: '' })
  }
}
const last = () => FakeSocket.all.at(-1)!
const ME = { id: '7', name: '李明', site: null }
const danmaku = (seq: number, text: string, id = '8'): LiveEvent => ({
  seq, kind: 'danmaku', at: '2026-11-24T01:00:00Z', person: { id, name: '某', site: null }, body: { text },
})
const hello = (seq: number, missed: LiveEvent[] = [], truncated = false) => ({
  t: 'hello', d: { seq, missed, truncated, me: ME, questions: [], hands: [], poll: null } as unknown as Hello,
})

function start() {
  const seen: { events: number[]; hellos: boolean[]; states: LinkState[]; pending: readonly Pending[]; refused: number } = {
    events: [], hellos: [], states: [], pending: [], refused: 0,
  }
  const link = new LiveLink((since) => new FakeSocket(since), {
    state: (s) => seen.states.push(s),
    hello: (h, again) => (seen.hellos.push(again), seen.events.push(...h.missed.map((e) => e.seq))),
    event: (e) => seen.events.push(e.seq),
    summary: () => {},
    pending: (list) => (seen.pending = list),
    refused: () => seen.refused++,
  })
  link.start()
  return { link, seen }
}

describe('the connection to a live room', () => {
  beforeEach(() => {
    FakeSocket.all = []
    vi.useFakeTimers()
  })
  afterEach(() => vi.useRealTimers())

  it('tells events in order and each once, also when they overtake one another', () => {
    const { seen } = start()
    last().hear(hello(3))
    for (const seq of [5, 4, 4, 6]) last().hear({ t: 'event', d: danmaku(seq, 'a') })
    expect(seen.events).toEqual([4, 5, 6])
  })

  it('asks for what it missed after a break, and takes nothing twice', () => {
    const { seen } = start()
    last().hear(hello(3))
    last().hear({ t: 'event', d: danmaku(4, 'a') })
    last().breaks()
    vi.advanceTimersByTime(2000)
    expect(last().since).toBe(4)
    last().hear(hello(6, [danmaku(4, 'a'), danmaku(5, 'b'), danmaku(6, 'c')]))
    expect(seen.events).toEqual([4, 5, 6])
    expect(seen.hellos).toEqual([false, true])
  })

  it('connects again when a number stays missing', () => {
    start()
    last().hear(hello(3))
    last().hear({ t: 'event', d: danmaku(6, 'a') })
    vi.advanceTimersByTime(4000)
    expect(FakeSocket.all).toHaveLength(2)
    expect(last().since).toBe(3)
  })

  it('connects again when a summary tells of an event that never came', () => {
    start()
    last().hear(hello(3))
    last().hear({ t: 'presence', d: { seq: 5, sites: [] } })
    vi.advanceTimersByTime(4000)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('stays when the summary was merely quicker than the event', () => {
    start()
    last().hear(hello(3))
    last().hear({ t: 'presence', d: { seq: 4, sites: [] } })
    last().hear({ t: 'event', d: danmaku(4, 'a') })
    vi.advanceTimersByTime(4000)
    expect(FakeSocket.all).toHaveLength(1)
  })

  it('sends again what was not acknowledged', async () => {
    const { link, seen } = start()
    last().hear(hello(0))
    const said = link.say('danmaku', { text: '好' })
    expect(seen.pending).toHaveLength(1)
    last().breaks()
    vi.advanceTimersByTime(2000)
    last().hear(hello(0))
    expect(last().sent.map((m) => m.d.text)).toEqual(['好'])
    last().hear({ t: 'ack', n: last().sent[0]!.n, d: { seq: 1 } })
    await expect(said).resolves.toEqual({ seq: 1 })
    expect(seen.pending).toHaveLength(0)
  })

  it('does not say twice what the room has already', async () => {
    const { link } = start()
    last().hear(hello(0))
    const first = link.say('danmaku', { text: ' 好  的 ' })
    const second = link.say('danmaku', { text: '好 的' })
    last().breaks()
    vi.advanceTimersByTime(2000)
    last().hear(hello(2, [danmaku(1, '好 的', '8'), danmaku(2, '好 的', ME.id)]))
    await expect(first).resolves.toMatchObject({ seq: 2 })
    expect(last().sent.map((m) => m.d.text)).toEqual(['好 的'])
    last().hear({ t: 'ack', n: last().sent[0]!.n, d: { seq: 3 } })
    await expect(second).resolves.toEqual({ seq: 3 })
  })

  it('leaves it to the speaker when nobody can know whether it was taken', async () => {
    const { link } = start()
    last().hear(hello(0))
    const said = link.say('ask', { text: '为什么？' })
    const vote = link.say('vote', { question_id: '1', on: true })
    last().breaks()
    vi.advanceTimersByTime(2000)
    last().hear(hello(900, [danmaku(900, 'x')], true))
    await expect(said).rejects.toMatchObject({ code: 'live.unsure' })
    expect(last().sent.map((m) => m.t)).toEqual(['vote'])
    last().hear({ t: 'ack', n: last().sent[0]!.n })
    await vote
  })

  it('keeps what is said while away and sends it then', () => {
    const { link } = start()
    void link.say('danmaku', { text: '在吗' }).catch(() => {})
    expect(last().sent).toHaveLength(0)
    last().hear(hello(0))
    expect(last().sent).toHaveLength(1)
  })

  it('says too quick a word again after a pause', () => {
    const { link } = start()
    last().hear(hello(0))
    void link.say('danmaku', { text: '快' }).catch(() => {})
    last().hear({ t: 'error', n: last().sent[0]!.n, problem: { code: 'live.danmaku_pace', detail: '太快' } })
    vi.advanceTimersByTime(2500)
    expect(last().sent.map((m) => m.d.text)).toEqual(['快', '快'])
  })

  it('gives up a connection that does not answer', () => {
    const { link } = start()
    last().hear(hello(0))
    void link.say('hand', { on: true }).catch(() => {})
    vi.advanceTimersByTime(15_000)
    expect(FakeSocket.all.length).toBeGreaterThan(1)
  })

  it('waits longer and longer, and asks why after some refusals', () => {
    const { seen } = start()
    const pauses: number[] = []
    for (let i = 0; i < 5; i++) {
      const before = Date.now()
      const n = FakeSocket.all.length
      last().breaks()
      while (FakeSocket.all.length === n) vi.advanceTimersByTime(50)
      pauses.push(Date.now() - before)
    }
    expect(pauses[4]!).toBeGreaterThan(pauses[0]! * 3)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(15_050)
    expect(seen.refused).toBeGreaterThan(0)
  })
})
