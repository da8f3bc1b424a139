/* home/tasks.ts: the page where a thing that waits for me is done. */
import type { Todo, TodoItem } from '@/api/generated'
import { can, roles } from '@/session/session'

export type TaskKind = NonNullable<Todo['kind']>

const pages: Record<TaskKind, (item: TodoItem) => string> = {
  confirm_people: (item) =>
    can('enrol_edit') && !roles.value.includes('liaison') ? `/classes/${item.class_id}/people?state=proposed` : '/unit',
  decide_leaves: (item) => `/classes/${item.class_id}/leave`,
  confirm_classes: (item) => `/classes/${item.class_id}/results`,
  sign_minutes: (item) => `/classes/${item.class_id}/groups?group=${item.group_id}&session=${item.session_id}`,
}
export const taskTo = (kind: TaskKind, item: TodoItem): string => pages[kind](item)
