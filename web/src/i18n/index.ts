/* i18n/index.ts: the two languages. zh.ts is the pattern; en.ts must have exactly its keys or the types fail. Each
 * language is two chunks of its own, so nobody loads both: what every page needs, and what offices need besides. */
import { createI18n } from 'vue-i18n'
import { ref } from 'vue'
import type zh from './zh'
import type desk from './zh/desk'

export type Locale = 'zh-CN' | 'en'
type Schema = typeof zh & typeof desk
type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string]
/* Every key that may be asked for. */
export type Key = Leaves<Schema>

const STORE = 'tongke.locale'
type Words = Promise<{ default: object }>
const loaders: Record<Locale, { base: () => Words; desk: () => Words }> = {
  'zh-CN': { base: () => import('./zh'), desk: () => import('./zh/desk') },
  en: { base: () => import('./en'), desk: () => import('./en/desk') },
}
/* The words of the offices, once they are wanted, too. */
let widening: Promise<void> | undefined
const i18n = createI18n({ legacy: false, locale: 'zh-CN', fallbackLocale: false as const, missingWarn: false })
export const locale = ref<Locale>('zh-CN')

function preferred(): Locale {
  const kept = localStorage.getItem(STORE)
  if (kept === 'en' || kept === 'zh-CN') return kept
  return navigator.languages.some((l) => l.startsWith('zh')) || !navigator.language.startsWith('en') ? 'zh-CN' : 'en'
}

async function load(next: Locale, wide = widening !== undefined): Promise<void> {
  const parts = await Promise.all([loaders[next].base(), wide ? loaders[next].desk() : null])
  i18n.global.setLocaleMessage(next, Object.assign({}, ...parts.map((p) => p?.default)) as never)
}

export async function setLocale(next: Locale): Promise<void> {
  await load(next)
  i18n.global.locale.value = next as never
  locale.value = next
  document.documentElement.lang = next
  localStorage.setItem(STORE, next)
}

/* Before each page that is not a lesson; loads once. */
export function widenWords(): Promise<void> {
  widening ??= load(locale.value, true).catch((problem) => {
    widening = undefined
    throw problem
  })
  return widening
}

export const startI18n = (): Promise<void> => setLocale(preferred())

/* In templates as well as in code: it is reactive to the language. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return i18n.global.t(key, values)
}
export { i18n }
