/* session/scope.ts: where in the tree we act. Lists are asked for `under` it. Kept per account on this device. */
import { computed, ref, watch } from 'vue'
import { me } from './session'

export interface Place {
  id: string
  name: string
  path: string
}

const chosen = ref<Place | null>(null)
const keyOf = (account: string) => `tongke.scope.${account}`

/* The places of our roles, the widest first, each once. */
export const places = computed<Place[]>(() => {
  const seen = new Map<string, Place>()
  for (const r of me.value?.roles ?? []) {
    if (r.role !== 'learner') seen.set(r.org_id, { id: r.org_id, name: r.org_name, path: r.path })
  }
  return [...seen.values()].sort((a, b) => a.path.length - b.path.length || a.path.localeCompare(b.path))
})

const allowed = (place: Place) => places.value.some((p) => place.path.startsWith(p.path))

function remembered(): Place | null {
  try {
    const place = JSON.parse(localStorage.getItem(keyOf(me.value!.account_id)) ?? 'null') as Place | null
    return place && allowed(place) ? place : null
  } catch {
    return null
  }
}

watch(me, (session) => (chosen.value = session ? remembered() : null), { immediate: true })

export const scope = computed<Place | null>(() => chosen.value ?? places.value[0] ?? null)

export function setScope(place: Place): void {
  chosen.value = place
  localStorage.setItem(keyOf(me.value!.account_id), JSON.stringify(place))
}
