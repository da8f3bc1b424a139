/* ui/clock.ts: a time of day as people type it: "9", "930", "9:30", "９：３０" are all 09:00 or 09:30. */

/* "HH:MM", or null when it is no time of day. */
export function readClock(typed: string): string | null {
  const plain = typed.normalize('NFKC').trim().replace(/[.点时h]/g, ':').replace(/[分m]$/, '').replace(/:$/, '')
  const parts = plain.match(/^(\d{1,2})(?::(\d{1,2}))?$/) ?? plain.match(/^(\d{1,2})(\d{2})$/)
  if (!parts) return null
  const hour = Number(parts[1])
  const minute = Number(parts[2] ?? 0)
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/* So many minutes later or earlier, within the day. */
export function moveClock(clock: string, minutes: number): string {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  const at = Math.min(24 * 60 - 1, Math.max(0, hour * 60 + minute + minutes))
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
}
