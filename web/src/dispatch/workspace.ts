/* dispatch/workspace.ts: the round that the tabs of its page work on. */
import { inject, type InjectionKey, type ShallowRef } from 'vue'
import type { DispatchRound } from '@/api/generated'

export interface RoundSpace {
  round: ShallowRef<DispatchRound | undefined>
  reload(): Promise<void>
}
export const roundKey: InjectionKey<RoundSpace> = Symbol('round')
export const useRound = (): RoundSpace => inject(roundKey)!
