/* klass/week.ts: where a session stands in the week: its day, its place down the day, its lane beside others. */
import { clockOf, dayOf } from '@/ui/format'

export interface Timed {
  id: string
  starts_at: string | null
  ends_at: string | null
}
export interface Block<T> {
  session: T
  /* Hours after midnight. */
  from: number
  until: number
  lane: number
  lanes: number
}

const hour = (at: string) => {
  const [h, m] = clockOf(at).split(':')
  return Number(h) + Number(m) / 60
}

/* Sessions of one day; those that overlap stand side by side. */
export function blocksOf<T extends Timed>(sessions: readonly T[], day: string): Block<T>[] {
  const blocks = sessions
    .filter((s) => dayOf(s.starts_at ?? '') === day)
    .map((session) => ({ session, from: hour(session.starts_at ?? ''), until: hour(session.ends_at ?? '') || 24, lane: 0, lanes: 1 }))
    .sort((a, b) => a.from - b.from || a.until - b.until)
  let cluster: Block<T>[] = []
  const close = () => {
    const lanes = Math.max(0, ...cluster.map((b) => b.lane + 1))
    for (const block of cluster) block.lanes = lanes
    cluster = []
  }
  for (const block of blocks) {
    if (cluster.every((b) => b.until <= block.from)) close()
    while (cluster.some((b) => b.lane === block.lane && b.until > block.from)) block.lane++
    cluster.push(block)
  }
  close()
  return blocks
}

/* The hours that the week shows: the working day, and more when something lies outside. */
export function hoursOf(blocks: readonly { from: number; until: number }[]): { first: number; last: number } {
  return {
    first: Math.min(8, ...blocks.map((b) => Math.floor(b.from))),
    last: Math.max(18, ...blocks.map((b) => Math.ceil(b.until))),
  }
}
