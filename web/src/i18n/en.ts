/* i18n/en.ts: all English words of the screen. A key that zh.ts has and this lacks fails the type check. */
import type zh from './zh'
import account from './en/account'
import audit from './en/audit'
import board from './en/board'
import common from './en/common'
import course from './en/course'
import enums from './en/enums'
import home from './en/home'
import klass from './en/klass'
import learner from './en/learner'
import leave from './en/leave'
import ledger from './en/ledger'
import live from './en/live'
import notice from './en/notice'
import org from './en/org'
import person from './en/person'
import programme from './en/programme'
import results from './en/results'
import roll from './en/roll'
import session from './en/session'
import shell from './en/shell'

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }
const en: Same<typeof zh> = {
  account,
  audit,
  board,
  common,
  course,
  enums,
  home,
  klass,
  learner,
  leave,
  ledger,
  live,
  notice,
  org,
  person,
  programme,
  results,
  roll,
  session,
  shell,
}
export default en
