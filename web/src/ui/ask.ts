/* ui/ask.ts: one question at a time before something that cannot be undone; resolves to the answer. */
import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  yes: string
  danger?: boolean
  /* Asks for a reason as well; it must not be empty. */
  reason?: string
}
interface Open extends Question {
  answer(reason: string | null): void
}
export const question = shallowRef<Open | null>(null)

/* The reason given, "" when none was asked for, null when the answer is no. */
export function askReason(asked: Question): Promise<string | null> {
  question.value?.answer(null)
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer(reason) {
        question.value = null
        resolve(reason)
      },
    }
  })
}

export const ask = async (asked: Question): Promise<boolean> => (await askReason(asked)) !== null
