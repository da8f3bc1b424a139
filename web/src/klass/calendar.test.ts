import { expect, test } from 'vitest'
import { daysBetween, monthOf, placeOf } from './calendar'

test('a month has its days', () => {
  expect(monthOf(2026, 2)).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(monthOf(2026, 12).to).toBe('2026-12-31')
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
})

test('what reaches over the edge is cut there', () => {
  expect(placeOf({ starts_on: '2026-01-20', ends_on: '2026-02-14' }, '2026-02-01', '2026-02-28')).toEqual({ left: 0, width: 50 })
  expect(placeOf({ starts_on: '2026-02-15', ends_on: '2026-04-01' }, '2026-02-01', '2026-02-28')).toEqual({ left: 50, width: 50 })
})
