import { describe, expect, it } from 'vitest'
import { markOf, markOfKey, moveOf } from './sheet'

describe('the paper sheet', () => {
  it('takes digits, letters and the blank as marks', () => {
    expect([...'1234'].map((k) => markOf(markOfKey(k) ?? null)).join('')).toBe('√△×○')
    expect(markOfKey('X')).toBe('absent')
    expect(markOfKey(' ')).toBe('present')
    expect(markOfKey('Tab')).toBeUndefined()
  })
  it('moves by arrows and Enter', () => {
    expect(moveOf('Enter')).toEqual([1, 0])
    expect(moveOf('ArrowLeft')).toEqual([0, -1])
    expect(moveOf('Tab')).toBeUndefined()
  })
})
