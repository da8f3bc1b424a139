/* board/figures.ts: the figures by which parts of the tree are coloured, compared and ordered. */
import type { BoardRow } from '@/api/generated'

export const FIGURES = ['coverage', 'norm', 'seats', 'live'] as const
export type Figure = (typeof FIGURES)[number]

export interface Share {
  part: number
  whole: number
}

type Counted = Pick<BoardRow, 'all_people' | 'trained' | 'people' | 'met' | 'seats' | 'seats_taken' | 'sites' | 'sites_joined'>

export function shareOf(row: Counted, figure: Figure): Share {
  if (figure === 'coverage') return { part: row.trained, whole: row.all_people }
  if (figure === 'norm') return { part: row.met, whole: row.people }
  if (figure === 'seats') return { part: row.seats_taken, whole: row.seats }
  return { part: row.sites_joined, whole: row.sites }
}

export const rateOf = (s: Share) => (s.whole > 0 ? s.part / s.whole : 0)
/* People are compared from a number on; seats and sites are counted whole. */
export const isSmall = (s: Share, figure: Figure, smallN: number) =>
  s.whole === 0 || ((figure === 'coverage' || figure === 'norm') && s.whole < smallN)

/* Wilson's interval at 95 %: how far the rate of so few people might lie from what is usual there. */
export function intervalOf(s: Share): [number, number] {
  if (s.whole === 0) return [0, 1]
  const z = 1.96
  const p = s.part / s.whole
  const below = 1 + (z * z) / s.whole
  const middle = (p + (z * z) / (2 * s.whole)) / below
  const half = (z * Math.sqrt((p * (1 - p)) / s.whole + (z * z) / (4 * s.whole * s.whole))) / below
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

export interface Ranked<R> {
  row: R
  /* 0: too few to be ranked */
  rank: number
}

/* By the rate, the lowest first; equal rates share a rank; small ones follow in their own order, without a rank. */
export function rankRows<R extends Counted>(rows: R[], figure: Figure, smallN: number): Ranked<R>[] {
  const large = rows.filter((r) => !isSmall(shareOf(r, figure), figure, smallN))
  const small = rows.filter((r) => isSmall(shareOf(r, figure), figure, smallN))
  const rate = (r: R) => rateOf(shareOf(r, figure))
  const sorted = [...large].sort((a, b) => rate(a) - rate(b))
  const rankOf = (r: R) => 1 + large.filter((o) => rate(o) > rate(r)).length
  return [...sorted.map((row) => ({ row, rank: rankOf(row) })), ...small.map((row) => ({ row, rank: 0 }))]
}
