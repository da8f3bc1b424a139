import { expect, test } from 'vitest'
import { moveClock, readClock } from './clock'

test('a time of day is read however it is typed', () => {
  for (const typed of ['9:30', '09:30', '930', '0930', '９：３０', '9点30分', '9.30', ' 9:30 ']) expect(readClock(typed), typed).toBe('09:30')
  expect(readClock('9')).toBe('09:00')
  expect(readClock('14')).toBe('14:00')
  expect(readClock('14点')).toBe('14:00')
  expect(readClock('23:59')).toBe('23:59')
})

test('what is no time of day is none', () => {
  for (const typed of ['', '24:00', '9:60', '99', 'nine', '9:30 PM', '12345', '-1:00']) expect(readClock(typed), typed).toBeNull()
})

test('the arrow keys stay within the day', () => {
  expect(moveClock('09:58', 5)).toBe('10:03')
  expect(moveClock('23:58', 5)).toBe('23:59')
  expect(moveClock('00:03', -5)).toBe('00:00')
})
