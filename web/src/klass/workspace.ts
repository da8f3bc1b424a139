/* klass/workspace.ts: the class that is open, for every tab of its workspace. */
import { computed, inject, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue'
import type { Class } from '@/api/generated'
import type { Perm } from '@/session/perm'

export interface Workspace {
  klass: ShallowRef<Class | undefined>
  reload(): Promise<void>
}
export const workspaceKey: InjectionKey<Workspace> = Symbol('class workspace')

/* Only below ClassWorkspace, which shows its tabs when the class is there. */
export function useClass() {
  const { klass, reload } = inject(workspaceKey)!
  const current: ComputedRef<Class> = computed(() => klass.value!)
  /* By role on the host's tree, or by a duty in this class: the server says. */
  const may = (perm: Perm) => current.value.may.includes(perm)
  const id = computed(() => current.value.id)
  return { klass: current, id, may, reload }
}
