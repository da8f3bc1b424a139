/* ui/enums.ts: the values of the API's enums with their words and tones. */
import { t, type Key } from '@/i18n'
import type zh from '@/i18n/zh/enums'
import type { Tone } from './Tag.vue'

export type EnumName = keyof typeof zh
type Values<N extends EnumName> = keyof (typeof zh)[N] & string

/* The order of the choices. */
const values = {
  role: ['sysadmin', 'secadmin', 'auditor', 'office', 'school_admin', 'class_manager', 'teacher', 'site_leader', 'liaison', 'learner'],
  formKind: ['leave', 'assess', 'roll', 'people', 'certificate', 'statement'],
  orgKind: ['city', 'academy', 'district', 'school', 'industry_school', 'township', 'unit'],
  level: ['municipal', 'district', 'township'],
  orgState: ['active', 'closed'],
  personState: ['active', 'left'],
  gender: ['male', 'female'],
  accountState: ['active', 'locked', 'disabled'],
  courseKind: ['theory', 'case', 'route', 'online', 'discussion', 'forum'],
  courseState: ['draft', 'published', 'retired'],
  classState: ['draft', 'open', 'running', 'ended', 'confirmed', 'cancelled'],
  accountKind: ['concentrated', 'online'],
  enrolState: ['proposed', 'waiting', 'confirmed', 'declined', 'withdrawn', 'completed', 'failed'],
  sessionKind: ['lecture', 'discussion', 'route', 'forum', 'self_study'],
  duty: ['manager', 'teacher', 'assistant', 'facilitator', 'site_leader'],
  minutesState: ['draft', 'submitted', 'signed'],
  rollState: ['present', 'late', 'leave', 'absent'],
  rollSource: ['code', 'leader', 'manager', 'live', 'paper', 'leave', 'rule'],
  leaveKind: ['sick', 'personal', 'official'],
  leaveState: ['submitted', 'approved', 'refused', 'cancelled'],
  leaveLevel: ['manager', 'office', 'principal', 'department'],
  grade: ['excellent', 'good', 'pass', 'fail'],
  withdrawalCause: ['not_reported', 'absent', 'leave'],
  withdrawalState: ['warned', 'proposed', 'confirmed', 'dismissed'],
  evaluateSubject: ['lesson', 'class'],
  questionKind: ['score', 'choice', 'text'],
  fileKind: ['handout', 'record'],
  phase: ['before', 'during', 'after'],
  outcome: ['completed', 'failed'],
  mediaKind: ['video', 'audio', 'slides', 'file'],
  mediaState: ['ready', 'failed'],
  roomState: ['ready', 'open', 'closed'],
  conflictKind: ['person', 'teacher', 'room', 'class'],
  entrySource: ['class', 'import', 'manual', 'history', 'reversal'],
  conversionBasis: ['session_hours', 'half_days', 'minutes'],
  normPurpose: ['requirement', 'coverage'],
  band: ['division_up', 'section_down', 'all'],
  normKind: ['concentrated', 'online', 'any'],
  normWindow: ['calendar_years', 'rolling_years'],
  normState: ['met', 'on_track', 'behind', 'none'],
  presence: ['online', 'in_class', 'leave', 'absent'],
  jobState: ['queued', 'running', 'done', 'failed', 'cancelled'],
  importState: ['waiting', 'checked', 'refused', 'committed'],
  importChoice: ['same', 'new', 'skip'],
  roundState: ['draft', 'solved', 'reviewed', 'published', 'closed', 'cancelled'],
  roundMode: ['wave', 'weekly'],
  dispatchTier: ['never', 'claim', 'debt', 'missing', 'met', 'recent', 'over'],
  dispatchReason: [
    'best', 'next', 'pinned', 'by_hand', 'gave_way', 'seats', 'quota', 'cap', 'policy', 'not_run', 'audience', 'territory',
    'quota_none', 'hard', 'attended', 'busy', 'called', 'away', 'barred', 'same_unit', 'most_urgent',
  ],
  dispatchWhy: ['never', 'claim', 'debt', 'missing', 'met', 'recent', 'over', 'substitute'],
  dispatchRule: ['idle', 'refusals', 'hardships', 'trainings'],
  dispatchDebt: ['hardship', 'refusal', 'no_reply', 'absent'],
  dispatchDebtState: ['open', 'settled', 'waived'],
  awaySaidBy: ['person', 'unit'],
  callState: ['sent', 'accepted', 'refused', 'excused', 'denied', 'enrolled', 'replaced', 'withdrawn', 'completed', 'absent'],
  callAnswer: ['accept', 'staffing', 'work', 'health', 'family', 'other'],
  callUnit: ['confirmed', 'objected'],
  dispatchList: ['never', 'hard', 'over'],
  objectionAbout: ['list', 'call', 'left_out'],
  objectionClaim: ['open', 'met'],
  objectionState: ['open', 'upheld', 'rejected'],
  correctionAbout: ['profile', 'enrolment', 'roll', 'ledger', 'dispatch', 'other'],
  correctionState: ['open', 'accepted', 'refused'],
} as const satisfies { [N in EnumName]: readonly Values<N>[] }

const tones: Partial<Record<EnumName, Record<string, Tone>>> = {
  orgState: { closed: 'bad' },
  accountState: { active: 'ok', locked: 'warn', disabled: 'bad' },
  courseState: { published: 'ok' },
  classState: { open: 'deep', running: 'ok', ended: 'warn', cancelled: 'bad' },
  enrolState: { proposed: 'warn', waiting: 'warn', confirmed: 'ok', declined: 'bad', completed: 'ok', failed: 'bad' },
  minutesState: { submitted: 'warn', signed: 'ok' },
  rollState: { present: 'ok', late: 'warn', leave: 'calm', absent: 'bad' },
  leaveState: { submitted: 'warn', approved: 'ok', refused: 'bad' },
  withdrawalState: { warned: 'warn', proposed: 'bad' },
  grade: { excellent: 'ok', good: 'ok', fail: 'bad' },
  outcome: { completed: 'ok', failed: 'bad' },
  roundState: { solved: 'warn', reviewed: 'deep', published: 'ok', cancelled: 'bad' },
  dispatchTier: { never: 'bad', claim: 'warn', debt: 'warn', missing: 'warn', over: 'deep' },
  callState: { sent: 'warn', accepted: 'deep', refused: 'warn', denied: 'bad', enrolled: 'ok', completed: 'ok', absent: 'bad' },
  callUnit: { confirmed: 'ok', objected: 'bad' },
  dispatchList: { never: 'bad', hard: 'warn', over: 'deep' },
  objectionState: { open: 'warn', upheld: 'ok', rejected: 'bad' },
  correctionState: { open: 'warn', accepted: 'ok', refused: 'bad' },
}

export const wordOf = (name: EnumName, value: string | null | undefined): string =>
  value && (values[name] as readonly string[]).includes(value) ? t(`enums.${name}.${value}` as Key) : (value ?? '')
export const toneOf = (name: EnumName, value: string | null | undefined): Tone => tones[name]?.[value ?? ''] ?? 'calm'
export const optionsOf = (name: EnumName, only?: readonly string[]): { value: string; label: string }[] =>
  values[name].filter((value) => !only || only.includes(value)).map((value) => ({ value, label: wordOf(name, value) }))
