/* ui/format.ts: dates, times and numbers as people read them, in the screen's language. The city keeps one clock. */
import { locale } from '@/i18n'

const ZONE = 'Asia/Shanghai'
const made = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale.value + JSON.stringify(options)
  let found = made.get(key)
  if (!found) {
    const tag = locale.value === 'en' ? 'en-GB' : 'zh-CN'
    made.set(key, (found = new Intl.DateTimeFormat(tag, { timeZone: ZONE, hourCycle: 'h23', ...options })))
  }
  return found
}

/* "2026-11-23" stands for a day, not for an instant. */
const dayStart = (date: string) => new Date(`${date}T00:00:00+08:00`)

const thisYear = () => new Date().getFullYear()
const yearOf = (at: Date) => (at.getFullYear() === thisYear() ? {} : { year: 'numeric' as const })

export const formatTime = (at: string) => format({ hour: '2-digit', minute: '2-digit' }).format(new Date(at))
export function formatDay(at: string): string {
  const day = at.length === 10 ? dayStart(at) : new Date(at)
  return format({ month: 'short', day: 'numeric', weekday: 'short', ...yearOf(day) }).format(day)
}
export const formatDate = (date: string | null | undefined) =>
  date ? format({ year: 'numeric', month: '2-digit', day: '2-digit' }).format(date.length === 10 ? dayStart(date) : new Date(date)) : ''
export const formatMoment = (at: string | null | undefined) =>
  at ? format({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(new Date(at)) : ''
export const formatSpan = (from: string, until: string) => `${formatTime(from)}–${formatTime(until)}`
export const formatNumber = (n: number) => n.toLocaleString(locale.value)
/* 0.142857 → "14.3%" */
export const formatShare = (share: number) =>
  share.toLocaleString(locale.value, { style: 'percent', maximumFractionDigits: 1 })

/* The calendar day of an instant in the city, "2026-11-23". */
export const dayOf = (at: string | Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(typeof at === 'string' ? new Date(at) : at)
export const clockOf = (at: string | Date) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }).format(
    typeof at === 'string' ? new Date(at) : at,
  )
/* The instant of a day and a clock time in the city, RFC 3339. */
export const instantOf = (day: string, clock: string) => new Date(`${day}T${clock}:00+08:00`).toISOString()
export const addDays = (day: string, n: number) => dayOf(new Date(dayStart(day).getTime() + n * 86_400_000))
/* Monday of the week of that day. */
export function weekStart(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}
