/* ui/table.ts: what a column of a DataTable is, and the rows that it shows page after page. */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Page, Query } from '@/api/client'
import { isAborted, type Problem } from '@/api/problem'
import { problemOf } from './load'

export interface Column<T> {
  key: string
  label: string
  /* What stands in the cell unless a slot cell-KEY says otherwise. */
  text?(row: T): string | number | null | undefined
  /* Name of the field on the server when it is not the key. */
  field?: string
  /* Name of the order on the server. */
  sort?: string
  num?: boolean
  /* Not shown until chosen. */
  extra?: boolean
}

export type LoadPage<T> = (query: Query, signal: AbortSignal) => Promise<Page<T>>

/* Begins again when the query changes; `more` asks for the next page. */
export function usePages<T>(load: LoadPage<T>, query: Ref<Query>) {
  const rows = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const total = ref<number>()
  const busy = ref(true)
  const problem = shallowRef<Problem | null>(null)
  let current: AbortController | null = null

  async function ask(cursor: string | null): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      let page = await load({ limit: 50, ...query.value, cursor, count: cursor === null }, mine.signal)
      const counted = page.total
      // a search that goes on without having found anybody yet is one search to whoever waits for it
      while (!page.items.length && page.next && !mine.signal.aborted) page = await load({ limit: 50, ...query.value, cursor: page.next, count: false }, mine.signal)
      if (mine.signal.aborted) return
      rows.value = cursor === null ? page.items : [...rows.value, ...page.items]
      next.value = page.next
      if (cursor === null) total.value = counted
      problem.value = null
    } catch (error) {
      if (!isAborted(error) && !mine.signal.aborted) problem.value = problemOf(error)
    } finally {
      if (current === mine) busy.value = false
    }
  }
  const again = () => ask(null)
  const more = () => ask(next.value)
  const key = computed(() => JSON.stringify(query.value))
  watch(key, again, { immediate: true })
  onScopeDispose(() => current?.abort())
  return { rows, next, total, busy, problem, again, more }
}

/* Which columns are shown, remembered on this device. */
export function useColumns<T>(id: string, all: () => Column<T>[]) {
  const store = `tongke.columns.${id}`
  const kept = ref<string[] | null>(JSON.parse(localStorage.getItem(store) ?? 'null') as string[] | null)
  const shown = computed(() => all().filter((c, i) => i === 0 || (kept.value ? kept.value.includes(c.key) : !c.extra)))
  function set(key: string, on: boolean): void {
    const keys = shown.value.map((c) => c.key).filter((k) => k !== key)
    kept.value = on ? [...keys, key] : keys
    localStorage.setItem(store, JSON.stringify(kept.value))
  }
  return { shown, set }
}
