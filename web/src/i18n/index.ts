/* i18n/index.ts: the two languages. zh.ts is the pattern; en.ts must have exactly its keys or the types fail. Each
 * language is a chunk of its own, so nobody loads both. */
import { createI18n } from 'vue-i18n'
import { ref } from 'vue'
import type zh from './zh'

export type Locale = 'zh-CN' | 'en'
type Schema = typeof zh
type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]
/* Every key that may be asked for. */
export type Key = Leaves<Schema>

const STORE = 'tongke.locale'
const loaders: Record<Locale, () => Promise<{ default: object }>> = {
  'zh-CN': () => import('./zh'),
  en: () => import('./en'),
}
const i18n = createI18n({ legacy: false, locale: 'zh-CN', fallbackLocale: false as const, missingWarn: false })
export const locale = ref<Locale>('zh-CN')

function preferred(): Locale {
  const kept = localStorage.getItem(STORE)
  if (kept === 'en' || kept === 'zh-CN') return kept
  return navigator.languages.some((l) => l.startsWith('zh')) || !navigator.language.startsWith('en') ? 'zh-CN' : 'en'
}

export async function setLocale(next: Locale): Promise<void> {
  const messages = (await loaders[next]()).default
  i18n.global.setLocaleMessage(next, messages as never)
  i18n.global.locale.value = next as never
  locale.value = next
  document.documentElement.lang = next
  localStorage.setItem(STORE, next)
}

export const startI18n = (): Promise<void> => setLocale(preferred())

/* In templates as well as in code: it is reactive to the language. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return i18n.global.t(key, values)
}
export { i18n }
