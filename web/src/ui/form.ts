/* ui/form.ts: how a form tells its fields what the server said. */
import type { InjectionKey, Ref } from 'vue'
import type { Problem } from '@/api/problem'

export const formProblem: InjectionKey<Readonly<Ref<Problem | null>>> = Symbol('form problem')
