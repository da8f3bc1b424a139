/* klass/calendar.ts: where things stand in a calendar: days of a month or year, rows that do not overlap. */
import { addDays } from '@/ui/format'

export interface Span {
  starts_on: string
  ends_on: string
}
export const daysBetween = (from: string, until: string): number => Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)
export const monthOf = (year: number, month: number) => ({
  from: `${year}-${String(month).padStart(2, '0')}-01`,
  to: addDays(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`, -1),
})
/* Percent from the left and wide, cut at the ends of what is shown. */
export function placeOf(span: Span, from: string, to: string): { left: number; width: number } {
  const days = daysBetween(from, to) + 1
  const first = Math.max(0, daysBetween(from, span.starts_on))
  const last = Math.min(days, daysBetween(from, span.ends_on) + 1)
  return { left: (first * 100) / days, width: Math.max(0, ((last - first) * 100) / days) }
}
