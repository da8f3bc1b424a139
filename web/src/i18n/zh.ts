/* i18n/zh.ts: all Chinese words of the screen, one file a module; the pattern for every other language. */
import board from './zh/board'
import common from './zh/common'
import course from './zh/course'
import enums from './zh/enums'
import home from './zh/home'
import learner from './zh/learner'
import ledger from './zh/ledger'
import live from './zh/live'
import org from './zh/org'
import person from './zh/person'
import programme from './zh/programme'
import session from './zh/session'
import shell from './zh/shell'

export default {
  board,
  common,
  course,
  enums,
  home,
  learner,
  ledger,
  live,
  org,
  person,
  programme,
  session,
  shell,
}
