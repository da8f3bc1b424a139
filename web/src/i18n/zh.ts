/* i18n/zh.ts: all Chinese words of the screen, one file a module; the pattern for every other language. */
import common from './zh/common'
import course from './zh/course'
import enums from './zh/enums'
import home from './zh/home'
import org from './zh/org'
import person from './zh/person'
import programme from './zh/programme'
import session from './zh/session'
import shell from './zh/shell'

export default { common, course, enums, home, org, person, programme, session, shell }
