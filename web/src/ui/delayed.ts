/* ui/delayed.ts: a value that follows another when it has been still for a moment: search while typing. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'

export function useDelayed<T>(source: Ref<T>, ms = 200): Ref<T> {
  const late = ref(source.value) as Ref<T>
  let timer = 0
  watch(source, (value) => {
    clearTimeout(timer)
    timer = window.setTimeout(() => (late.value = value), ms)
  })
  onScopeDispose(() => clearTimeout(timer))
  return late
}
