/* board/api.ts: the network's figures on the server. */
import { api, type Page, type Query } from '@/api/client'
import type { Board, BoardPerson } from '@/api/generated'

export const getBoard = (query: Query, signal?: AbortSignal) => api.get<Board>('/board', query, signal)
export const listBoardPeople = (query: Query, signal?: AbortSignal) => api.get<Page<BoardPerson>>('/board/people', query, signal)

/* People whose number is so small that a share of them says little. */
export const FEW = 10
export const STATES = ['met', 'on_track', 'behind', 'none'] as const
export type State = (typeof STATES)[number]
