/* i18n/zh/desk.ts: the words of the offices' pages, which no lesson shows: loaded with the first page outside of one. */
import board from './board'
import dispatch from './dispatch'
import exchange from './exchange'
import trust from './trust'

export default { board, dispatch, exchange, trust }
