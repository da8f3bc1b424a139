/* home/tasks.ts: what waits for me, in words, and the page where it is done. */
import type { Todo, TodoItem } from '@/api/generated'
import { t } from '@/i18n'

type Kind = NonNullable<Todo['kind']>

const pages: Record<Kind, (item: TodoItem) => string> = {
  confirm_people: () => '/unit',
  sign_minutes: (item) => `/classes/${item.class_id}/groups`,
  decide_leaves: (item) => `/classes/${item.class_id}/leave`,
  confirm_classes: (item) => `/classes/${item.class_id}/results`,
}

export const taskTo = (kind: Kind, item: TodoItem): string => pages[kind](item)
export const taskText = (kind: Kind): string => t(`home.task.${kind}`)
