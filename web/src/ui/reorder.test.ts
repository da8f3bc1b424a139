import { expect, it } from 'vitest'
import { moveWithin } from './reorder'

const moved = (from: number, to: number) => {
  const list = ['a', 'b', 'c', 'd']
  moveWithin(list, from, to)
  return list.join('')
}
it('moves a row down, before the row that stands at the target', () => expect(moved(0, 2)).toBe('bacd'))
it('moves a row to the end', () => expect(moved(1, 4)).toBe('acdb'))
it('moves a row up', () => expect(moved(3, 0)).toBe('dabc'))
it('leaves a row that is dropped on itself', () => {
  expect(moved(2, 2)).toBe('abcd')
  expect(moved(2, 3)).toBe('abcd')
})
