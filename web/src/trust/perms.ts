/* trust/perms.ts: permissions in the words of people. */
import { t, type Key } from '@/i18n'
import zh from '@/i18n/zh/trust'

export const permWord = (perm: string | null | undefined): string => (perm && perm in zh.perm ? t(`trust.perm.${perm}` as Key) : (perm ?? ''))
/* Those that the tables ask about: what everybody may is left out. */
export const permOptions = () =>
  Object.keys(zh.perm).filter((perm) => perm !== 'public' && perm !== 'self').map((perm) => ({ value: perm, label: permWord(perm) }))
