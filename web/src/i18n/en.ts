/* i18n/en.ts: the English words of the screen. A key that zh.ts has and this lacks fails the type check. */
import type zh from './zh'
import account from './en/account'
import assess from './en/assess'
import audit from './en/audit'
import calendar from './en/calendar'
import common from './en/common'
import course from './en/course'
import enums from './en/enums'
import evaluate from './en/evaluate'
import handover from './en/handover'
import form from './en/form'
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

export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }
const en: Same<typeof zh> = {
  account,
  assess,
  audit,
  calendar,
  common,
  course,
  enums,
  evaluate,
  handover,
  form,
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
