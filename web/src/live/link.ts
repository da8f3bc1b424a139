/* live/link.ts: the connection to a live room. It comes back by itself, asks for what was missed, and sends again what was
 * not acknowledged, but never twice what the room has already: an unacknowledged saying whose event is among those missed
 * was taken. Events reach the room in the order of their numbers, each once. Knows no screen and no Vue. */
import type { Problem } from '@/api/problem'
import { ackOf, isEventOf, isOnce, type Ack, type Hello, type LiveEvent, type Saying, type Sayings, type SayType, type ServerMessage, type Summary } from './protocol'

export type LinkState = 'connecting' | 'open' | 'waiting' | 'ended'

/* The part of a WebSocket that is used here. */
export interface Socket {
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
  send(text: string): void
  close(): void
}
export interface Listener {
  state(state: LinkState, retryAt: number): void
  hello(hello: Hello, again: boolean): void
  event(event: LiveEvent): void
  summary(message: Summary): void
  pending(list: readonly Pending[]): void
  /* The server will not have us: what to ask it why. */
  refused(): void
}
export interface Pending {
  key: number
  saying: Saying
  /* Number of the last event when it was said: its own event has a higher one. */
  after: number
  sent: boolean
}
interface Waiting extends Pending {
  n: number
  resolve(ack: Ack): void
  reject(problem: Problem): void
}
export interface LinkTimes {
  retry_ms: number
  retry_max_ms: number
  /* An answer that takes longer: the connection is dead. */
  answer_ms: number
  heartbeat_ms: number
  /* A missing number is waited for so long. */
  gap_ms: number
  /* Sent too fast: said again after. */
  pace_ms: number
}
const TIMES: LinkTimes = {
  retry_ms: 600,
  retry_max_ms: 15_000,
  answer_ms: 12_000,
  heartbeat_ms: 20_000,
  gap_ms: 2_000,
  pace_ms: 2_200,
}
const REFUSALS_BEFORE_ASKING = 2

export class LiveLink {
  state: LinkState = 'connecting'
  /* All events up to here have come. */
  seq = -1
  private socket: Socket | null = null
  private greeted = false
  private tries = 0
  private lastN = 0
  private lastKey = 0
  private me = ''
  private waiting: Waiting[] = []
  private early = new Map<number, LiveEvent>()
  private timers = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly times: LinkTimes

  constructor(
    private readonly open: (since: number) => Socket,
    private readonly to: Listener,
    times: Partial<LinkTimes> = {},
  ) {
    this.times = { ...TIMES, ...times }
  }

  /* ---- connecting ---- */

  start(): void {
    if (this.state === 'ended') return
    this.stopTimer('retry')
    this.drop()
    this.turn('connecting')
    const socket = this.open(this.seq)
    this.socket = socket
    this.after('answer', this.times.answer_ms, () => this.lose())
    socket.onmessage = (event) => this.take(String(event.data))
    socket.onclose = () => this.socket === socket && this.lose()
  }

  /* Now, not after the pause: the network has come back, or somebody pressed a button. */
  hurry(): void {
    if (this.state === 'waiting') this.start()
    else if (this.state === 'open') this.beat()
  }

  end(): void {
    this.turn('ended')
    this.drop()
    for (const name of [...this.timers.keys()]) this.stopTimer(name)
    for (const w of this.waiting.splice(0)) w.reject(blank('live.left'))
  }

  private drop(): void {
    const socket = this.socket
    this.socket = null
    this.greeted = false
    this.early.clear()
    for (const name of ['answer', 'heartbeat', 'gap']) this.stopTimer(name)
    if (!socket) return
    socket.onmessage = socket.onclose = null
    socket.close()
  }

  /* The connection is gone, or must be taken for gone. */
  private lose(): void {
    const was = this.greeted
    this.drop()
    if (this.state === 'ended') return
    this.tries = was ? 0 : this.tries + 1
    for (const w of this.waiting) w.sent = false
    this.tellPending()
    const pause = Math.min(this.times.retry_max_ms, this.times.retry_ms * 2 ** this.tries) * (0.5 + Math.random() / 2)
    this.turn('waiting', Date.now() + pause)
    this.after('retry', pause, () => this.start())
    if (this.tries >= REFUSALS_BEFORE_ASKING) this.to.refused()
  }

  private turn(state: LinkState, retryAt = 0): void {
    this.state = state
    this.to.state(state, retryAt)
  }

  private after(name: string, ms: number, run: () => void): void {
    this.stopTimer(name)
    this.timers.set(name, setTimeout(() => (this.timers.delete(name), run()), ms))
  }
  private stopTimer(name: string): void {
    clearTimeout(this.timers.get(name))
    this.timers.delete(name)
  }

  /* ---- hearing ---- */

  private take(text: string): void {
    const message = JSON.parse(text) as ServerMessage
    if (message.t === 'hello') this.greet(message.d)
    else if (message.t === 'event') this.takeEvent(message.d)
    else if (message.t === 'ack') this.settle(message.n, message.d ?? {})
    else if (message.t === 'error') this.refuse(message.n, { ...blank(''), ...message.problem })
    else this.takeSummary(message)
  }

  private greet(hello: Hello): void {
    const again = this.seq >= 0
    this.greeted = true
    this.tries = 0
    this.me = hello.me.id ?? ''
    this.stopTimer('answer')
    hello.missed = hello.missed.filter((event) => event.seq > this.seq)
    this.seq = hello.seq
    this.turn('open')
    this.to.hello(hello, again)
    this.sendAgain(hello)
    this.after('heartbeat', this.times.heartbeat_ms, () => this.beat())
  }

  /* In order and each once, although commits may overtake one another on their way. */
  private takeEvent(event: LiveEvent): void {
    if (!this.greeted || event.seq <= this.seq) return
    this.early.set(event.seq, event)
    for (let next = this.early.get(this.seq + 1); next; next = this.early.get(this.seq + 1)) {
      this.early.delete(next.seq)
      this.seq = next.seq
      this.to.event(next)
    }
    if (this.early.size === 0) this.stopTimer('gap')
    else this.watchGap()
  }

  private takeSummary(message: Summary): void {
    this.to.summary(message)
    if (message.t === 'presence' && this.greeted && message.d.seq > this.seq) this.watchGap(message.d.seq)
  }

  private watchGap(until = Infinity): void {
    if (this.timers.has('gap')) return
    const from = this.seq
    this.after('gap', this.times.gap_ms, () => {
      if (this.early.size > 0 || (this.seq < until && this.seq === from)) this.lose()
    })
  }

  /* ---- saying ---- */

  /* Resolves when it is on the server's disk. Said while away, it is sent when we are back. */
  say<T extends SayType>(type: T, d: Sayings[T]): Promise<Ack> {
    return new Promise((resolve, reject) => {
      const saying = { type, d } as unknown as Saying
      const w: Waiting = { key: ++this.lastKey, n: 0, saying, after: this.seq, sent: false, resolve, reject }
      this.waiting.push(w)
      if (this.greeted) this.send(w)
      this.tellPending()
    })
  }

  private send(w: Waiting): void {
    w.n = ++this.lastN
    w.sent = true
    this.socket?.send(JSON.stringify({ t: w.saying.type, n: w.n, d: w.saying.d }))
    if (!this.timers.has('answer')) this.after('answer', this.times.answer_ms, () => this.lose())
  }

  /* After coming back: what the room has is done, what cannot be known is left to whoever said it. */
  private sendAgain(hello: Hello): void {
    const used = new Set<number>()
    for (const w of [...this.waiting]) {
      const wasSent = w.n > 0
      const event = wasSent && hello.missed.find((e) => e.seq > w.after && !used.has(e.seq) && isEventOf(w.saying, e, this.me))
      if (event) {
        used.add(event.seq)
        this.finish(w).resolve(ackOf(event))
      } else if (wasSent && hello.truncated && isOnce(w.saying.type)) {
        this.finish(w).reject(blank('live.unsure'))
      } else if (w.saying.type === 'heartbeat') {
        this.finish(w).resolve({})
      } else {
        this.send(w)
      }
    }
    this.tellPending()
  }

  private beat(): void {
    if (!this.greeted) return
    void this.say('heartbeat', {}).catch(() => {})
    this.after('heartbeat', this.times.heartbeat_ms, () => this.beat())
  }

  private finish(w: Waiting): Waiting {
    this.waiting = this.waiting.filter((other) => other !== w)
    return w
  }

  private settle(n: number, ack: Ack): void {
    this.stopTimer('answer')
    const w = this.waiting.find((other) => other.n === n)
    if (w) this.finish(w).resolve(ack)
    this.tellPending()
    if (this.waiting.some((other) => other.sent)) this.after('answer', this.times.answer_ms, () => this.lose())
  }

  private refuse(n: number, problem: Problem): void {
    this.stopTimer('answer')
    const w = this.waiting.find((other) => other.n === n)
    if (!w) return
    if (problem.code === 'live.danmaku_pace' || problem.code === 'api.busy') {
      w.sent = false
      this.after(`pace${w.key}`, this.times.pace_ms, () => this.greeted && this.waiting.includes(w) && this.send(w))
    } else {
      this.finish(w).reject(problem)
    }
    this.tellPending()
  }

  private tellPending(): void {
    this.to.pending(this.waiting.filter((w) => w.saying.type !== 'heartbeat'))
  }
}

/* Problems of our own; the page puts them into words. */
const blank = (code: string): Problem => ({ title: '', status: 0, detail: '', code, field: '' })
