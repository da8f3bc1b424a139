/* org/tree.ts: the tree as it is unfolded on the screen: rows in order, children loaded when first asked for. */
import { computed, reactive, ref } from 'vue'
import type { Org } from '@/api/generated'
import { problemOf } from '@/ui/load'
import { toast } from '@/ui/toast'
import { childrenOf, getOrg } from './api'

export interface TreeRow {
  org: Org
  level: number
  open: boolean
  parent: number /* index of the parent's row, -1 at the top */
}

export function useOrgTree() {
  const roots = ref<Org[]>([])
  const open = reactive(new Set<string>())
  const busy = reactive(new Set<string>())
  const children = reactive(new Map<string, Org[]>())

  const rows = computed<TreeRow[]>(() => {
    const out: TreeRow[] = []
    const walk = (orgs: Org[], level: number, parent: number) => {
      for (const org of orgs) {
        const at = out.push({ org, level, parent, open: open.has(org.id) }) - 1
        if (open.has(org.id)) walk(children.get(org.id) ?? [], level + 1, at)
      }
    }
    walk(roots.value, 1, -1)
    return out
  })

  async function unfold(id: string): Promise<void> {
    if (busy.has(id)) return
    if (!children.has(id)) {
      busy.add(id)
      try {
        children.set(id, await childrenOf(id))
      } catch (error) {
        toast.bad(problemOf(error).detail)
        return
      } finally {
        busy.delete(id)
      }
    }
    open.add(id)
  }
  const fold = (id: string) => open.delete(id)

  async function start(ids: string[]): Promise<void> {
    roots.value = await Promise.all(ids.map((id) => getOrg(id)))
    if (roots.value.length === 1) await unfold(roots.value[0]!.id)
  }

  /* After a change: what is shown is read again. */
  async function refresh(id: string): Promise<void> {
    children.set(id, await childrenOf(id))
  }

  /* Unfolds everything above an organisation (its path tells which), so that it can be seen. */
  async function reveal(org: Org): Promise<void> {
    for (let level = 0; level < 8; level++) {
      const next = rows.value.find(
        (row) => !row.open && row.org.id !== org.id && row.org.path !== null && org.path !== null && org.path.startsWith(row.org.path),
      )
      if (!next) return
      await unfold(next.org.id)
    }
  }
  return { rows, busy, start, unfold, fold, refresh, reveal }
}
