/* ui/load.ts: the two ways a page speaks with the server: it loads something again and again, or it does something once.
 * Both know when they are busy and what went wrong. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import { ApiProblem, isAborted, type Problem } from '@/api/problem'
import { t } from '@/i18n'
import { toast } from './toast'

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem
  console.error(error)
  return { title: '', status: 0, detail: t('common.broken'), code: 'broken', field: '' }
}

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  busy: Ref<boolean>
  problem: ShallowRef<Problem | null>
  reload(): Promise<void>
}

/* Loads now and whenever a source changes; an answer that was overtaken is dropped. */
export function useLoad<T>(run: (signal: AbortSignal) => Promise<T>, sources: WatchSource[] = []): Loaded<T> {
  const data = shallowRef<T>()
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let current: AbortController | null = null

  async function reload(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      const answer = await run(mine.signal)
      if (mine.signal.aborted) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (!isAborted(error) && !mine.signal.aborted) problem.value = problemOf(error)
    } finally {
      if (current === mine) busy.value = false
    }
  }
  watch(sources, reload, { immediate: true })
  onScopeDispose(() => current?.abort())
  return { data, busy, problem, reload }
}

export interface Action<A extends unknown[]> {
  busy: Ref<boolean>
  problem: ShallowRef<Problem | null>
  /* True when it went well. A second call while busy does nothing. */
  run(...args: A): Promise<boolean>
  clear(): void
}

/* `done` is said when it went well. What went wrong is kept for the fields and said once; `quiet`: the page itself says it. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<unknown>, done?: () => string, quiet = false): Action<A> {
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  async function run(...args: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await work(...args)
      if (done) toast.ok(done())
      return true
    } catch (error) {
      problem.value = problemOf(error)
      if (!quiet) toast.bad(problem.value.detail)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run, clear: () => (problem.value = null) }
}
