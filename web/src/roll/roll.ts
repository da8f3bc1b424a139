/* roll/roll.ts: which session one most likely came to mark, and how full a site is. */
interface Timed {
  id: string
  starts_at: string | null
  ends_at: string | null
}

/* The one that goes on, else the last that has begun, else the first. Sessions come in order of time. */
export function sessionToMark<T extends Timed>(sessions: readonly T[], now: string): T | null {
  const begun = sessions.filter((s) => Date.parse(s.starts_at ?? '') <= Date.parse(now))
  return begun.find((s) => Date.parse(s.ends_at ?? '') > Date.parse(now)) ?? begun.at(-1) ?? sessions[0] ?? null
}

export const presentShare = (count: { expected: number; present: number; late: number }): string =>
  `${count.expected ? ((count.present + count.late) * 100) / count.expected : 0}%`
