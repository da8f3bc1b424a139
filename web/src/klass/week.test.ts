import { expect, it } from 'vitest'
import { blocksOf, hoursOf } from './week'

const session = (id: string, from: string, until: string) => ({
  id, starts_at: `2026-11-24T${from}:00+08:00`, ends_at: `2026-11-24T${until}:00+08:00`,
})
const lanes = (...sessions: ReturnType<typeof session>[]) =>
  blocksOf(sessions, '2026-11-24').map((b) => `${b.session.id}${b.lane}/${b.lanes}`)

it('keeps sessions that follow each other in one lane', () => {
  expect(lanes(session('a', '09:00', '10:00'), session('b', '10:00', '11:30'))).toEqual(['a0/1', 'b0/1'])
})
it('puts sessions that overlap side by side', () => {
  expect(lanes(session('a', '09:00', '11:00'), session('b', '10:00', '12:00'), session('c', '14:00', '15:00'))).toEqual(['a0/2', 'b1/2', 'c0/1'])
})
it('uses a lane again as soon as it is free', () => {
  expect(lanes(session('a', '09:00', '12:00'), session('b', '09:00', '10:00'), session('c', '10:00', '11:00'))).toEqual(['b0/2', 'a1/2', 'c0/2'])
})
it('leaves out other days', () => {
  expect(blocksOf([session('a', '09:00', '10:00')], '2026-11-25')).toEqual([])
})
it('shows more of the day when something lies outside the working hours', () => {
  expect(hoursOf(blocksOf([session('a', '19:00', '20:30')], '2026-11-24'))).toEqual({ first: 8, last: 21 })
})
