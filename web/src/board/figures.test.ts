/* board/figures.test.ts */
import { expect, test } from 'vitest'
import { intervalOf, isSmall, rankRows, shareOf } from './figures'

const row = (trained: number, all_people: number) => ({ trained, all_people, people: 0, met: 0, seats: 0, seats_taken: 0, sites: 0, sites_joined: 0 })

test('small units are shown without a rank, behind the others', () => {
  const ranked = rankRows([row(1, 2), row(90, 100), row(30, 100), row(90, 100)], 'coverage', 20)
  expect(ranked.map((r) => r.rank)).toEqual([3, 1, 1, 0])
  expect(ranked.at(-1)!.row.all_people).toBe(2)
})

test('the interval of few people is wide, that of many narrow, and both hold the rate', () => {
  const [low, high] = intervalOf({ part: 5, whole: 10 })
  const [lower, higher] = intervalOf({ part: 5000, whole: 10000 })
  expect(low).toBeLessThan(0.25)
  expect(high).toBeGreaterThan(0.75)
  expect(lower).toBeGreaterThan(0.48)
  expect(higher).toBeLessThan(0.52)
  expect(intervalOf({ part: 0, whole: 0 })).toEqual([0, 1])
})

test('seats and sites are counted whole: only people are too few', () => {
  expect(isSmall({ part: 1, whole: 3 }, 'seats', 20)).toBe(false)
  expect(isSmall({ part: 1, whole: 3 }, 'norm', 20)).toBe(true)
  expect(shareOf({ ...row(0, 0), sites: 4, sites_joined: 3 }, 'live')).toEqual({ part: 3, whole: 4 })
})
