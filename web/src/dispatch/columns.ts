/* dispatch/columns.ts: how calls stand in a table, for the office and for the unit alike. */
import type { DispatchCallItem } from '@/api/generated'
import { t } from '@/i18n'
import { wordOf } from '@/ui/enums'
import { formatDate } from '@/ui/format'
import type { Column } from '@/ui/table'

export const callColumns = (): Column<DispatchCallItem>[] => [
  { key: 'person_name', label: t('person.name') },
  { key: 'org_name', label: t('person.unit'), sort: 'unit' },
  { key: 'class_title', label: t('klass.title') },
  { key: 'starts_on', field: 'starts_on,ends_on', label: t('klass.dates'), text: (d) => `${formatDate(d.starts_on)} – ${formatDate(d.ends_on)}` },
  { key: 'due_on', label: t('dispatch.replyDue'), sort: 'due_on', text: (d) => formatDate(d.due_on) },
  { key: 'state', label: t('common.state') },
  { key: 'answer_kind', label: t('dispatch.answer'), text: (d) => [wordOf('callAnswer', d.answer_kind), d.answer].filter(Boolean).join('：') },
  {
    key: 'replaced_by_name', field: 'replaces_name,replaced_by_name', label: t('dispatch.substitution'),
    text: (d) => [d.replaces_name && t('dispatch.inPlaceOf', { name: d.replaces_name }), d.replaced_by_name && t('dispatch.replacedByName', { name: d.replaced_by_name })].filter(Boolean).join(t('dispatch.and')),
  },
  { key: 'unit_state', label: t('dispatch.unitWord') },
]
