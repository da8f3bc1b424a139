/* board/api.ts: the network's figures on the server. */
import { api, download, type Page, type Query } from '@/api/client'
import type { Board, BoardClass, BoardDayJob, BoardEntry, BoardPerson, BoardSites, BoardTrend } from '@/api/generated'

export const getBoard = (query: Query, signal?: AbortSignal) => api.get<Board>('/board', query, signal)
export const getTrend = (query: Query, signal?: AbortSignal) => api.get<BoardTrend>('/board/trend', query, signal)
export const getSites = (query: Query, signal?: AbortSignal) => api.get<BoardSites>('/board/sites', query, signal)
export const listBoardPeople = (query: Query, signal?: AbortSignal) => api.get<Page<BoardPerson>>('/board/people', query, signal)
export const listBoardClasses = (query: Query, signal?: AbortSignal) => api.get<Page<BoardClass>>('/board/classes', query, signal)
export const listBoardEntries = (query: Query, signal?: AbortSignal) => api.get<Page<BoardEntry>>('/board/entries', query, signal)

/* Every entry of everybody below, as a file. */
export const saveLedgers = (query: Query) => download('/ledger/export', query)

export const countDay = (on: string, org_id: string) => api.post<BoardDayJob>('/board/days', { on, org_id })

export const STATES = ['met', 'on_track', 'behind', 'none'] as const
export type State = (typeof STATES)[number]
export const COVERED = 'covered_1y'
