/* i18n/zh.ts: the Chinese words of the screen, one file a module; the pattern for every other language. Those that only
 * offices need are in zh/desk.ts. */
import account from './zh/account'
import assess from './zh/assess'
import audit from './zh/audit'
import calendar from './zh/calendar'
import common from './zh/common'
import course from './zh/course'
import enums from './zh/enums'
import evaluate from './zh/evaluate'
import handover from './zh/handover'
import form from './zh/form'
import home from './zh/home'
import klass from './zh/klass'
import learner from './zh/learner'
import leave from './zh/leave'
import ledger from './zh/ledger'
import live from './zh/live'
import notice from './zh/notice'
import org from './zh/org'
import person from './zh/person'
import programme from './zh/programme'
import results from './zh/results'
import roll from './zh/roll'
import session from './zh/session'
import shell from './zh/shell'

export default {
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
