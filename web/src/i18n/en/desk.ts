/* i18n/en/desk.ts: the words of the offices' pages. */
import type { Same } from '../en'
import type zh from '../zh/desk'
import board from './board'
import dispatch from './dispatch'
import exchange from './exchange'
import trust from './trust'

const en: Same<typeof zh> = { board, dispatch, exchange, trust }
export default en
