import { expect, it } from 'vitest'
import { sessionToMark } from './roll'

const sessions = [
  { id: 'a', starts_at: '2026-11-23T01:00:00Z', ends_at: '2026-11-23T03:00:00Z' },
  { id: 'b', starts_at: '2026-11-24T01:00:00Z', ends_at: '2026-11-24T03:00:00Z' },
]
const at = (now: string) => sessionToMark(sessions, now)?.id
it('opens the roll of the session that goes on', () => expect(at('2026-11-24T02:00:00Z')).toBe('b'))
it('opens the last roll when no session goes on', () => expect(at('2026-11-23T20:00:00Z')).toBe('a'))
it('opens the first roll before the class begins', () => expect(at('2026-11-01T00:00:00Z')).toBe('a'))
