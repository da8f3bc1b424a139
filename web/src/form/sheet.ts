/* form/sheet.ts: keys of the paper sheet: digits and the signs that stand on the paper; arrows move. */
import type { RollState } from '@/live/api'

const signs: Record<RollState, string> = { present: '√', late: '△', absent: '×', leave: '○' }
const keys: Record<string, RollState> = {
  '1': 'present', ' ': 'present', p: 'present', v: 'present', '2': 'late', l: 'late', '3': 'absent', x: 'absent', a: 'absent', '4': 'leave', o: 'leave', q: 'leave',
}
/* Rows and columns to go; what is not here goes down by one when it is a mark. */
const moves: Record<string, readonly [number, number]> = {
  ArrowDown: [1, 0], Enter: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageDown: [10, 0], PageUp: [-10, 0], Home: [-100000, 0], End: [100000, 0],
}

export const markOf = (state: RollState | null): string => (state ? signs[state] : '')
export const markOfKey = (key: string): RollState | undefined => keys[key.toLowerCase()]
export const moveOf = (key: string): readonly [number, number] | undefined => moves[key]
