/* home/tasks.ts: what waits for me, in words, and the page where it is done. */
import type { HomeTask } from '@/api/generated'
import { t } from '@/i18n'

const pages = {
  confirm_people: () => '/unit',
  sign_minutes: (task: HomeTask) => `/classes/${task.class_id}/groups`,
  write_minutes: (task: HomeTask) => `/classes/${task.class_id}/groups`,
  decide_leaves: (task: HomeTask) => `/classes/${task.class_id}/leave`,
  confirm_classes: (task: HomeTask) => (task.class_id ? `/classes/${task.class_id}/results` : '/classes?state=ended'),
  mark_roll: (task: HomeTask) => `/classes/${task.class_id}/roll${task.session_id ? `?session=${task.session_id}` : ''}`,
  take_part: (task: HomeTask) => `/learn/classes/${task.class_id}`,
} satisfies Record<string, (task: HomeTask) => string>

const known = (kind: string): kind is keyof typeof pages => kind in pages

export const taskTo = (task: HomeTask): string => (known(task.kind) ? pages[task.kind](task) : '/')
export const taskText = (task: HomeTask): string =>
  known(task.kind) ? t(`home.task.${task.kind}`) : (task.title ?? task.kind)
