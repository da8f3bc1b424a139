/* ui/list.ts: the filters and the order of a list live in the address, so that a list can be sent to somebody. */
import { computed, reactive, ref, watch } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

export function useListQuery<K extends string>(names: readonly K[], start: Partial<Record<K, string>> = {}) {
  const route = useRoute()
  const router = useRouter()
  const path = route.path
  const read = (name: string): string => {
    const value = route.query[name]
    return typeof value === 'string' ? value : (start[name as K] ?? '')
  }
  const model = reactive(Object.fromEntries(names.map((n) => [n, read(n)]))) as Record<K, string>
  const sort = ref(typeof route.query.sort === 'string' ? route.query.sort : '')
  const filtered = computed(() => names.some((n) => model[n] !== (start[n] ?? '')))

  watch([() => ({ ...model }), sort], () => {
    const query: LocationQueryRaw = { ...route.query, sort: sort.value || undefined }
    for (const n of names) query[n] = model[n] === (start[n] ?? '') ? undefined : model[n]
    void router.replace({ query })
  })
  /* Back and forward. */
  watch(
    () => route.query,
    () => {
      if (route.path !== path) return
      for (const n of names) model[n] = read(n)
      sort.value = typeof route.query.sort === 'string' ? route.query.sort : ''
    },
  )
  function clear(): void {
    for (const n of names) model[n] = start[n] ?? ''
  }
  return { model, sort, filtered, clear }
}
