/* programme/draft.ts: a programme while it is being put together: modules of units, moved about, and the totals by kind. */
import type { CourseItem, Programme } from '@/api/generated'
import type { CourseKind } from '@/course/api'
import { moveWithin } from '@/ui/reorder'

export interface DraftUnit {
  key: string
  id: string | null
  course_id: string | null
  kind: CourseKind
  title: string
  hours: number
  note: string | null
}
export interface DraftModule {
  key: string
  id: string | null
  title: string
  units: DraftUnit[]
}
export interface Spot {
  module: number
  unit: number
}

let last = 0
/* Tells rows apart on the screen before the server has given them ids. */
const newKey = () => `new-${++last}`

export const modulesOf = (programme: Programme): DraftModule[] =>
  programme.modules.map((m) => ({
    key: m.id,
    id: m.id,
    title: m.title,
    units: m.units.map((u) => ({
      key: u.id, id: u.id, course_id: u.course_id, kind: u.kind ?? 'theory', title: u.title ?? '', hours: u.hours, note: u.note,
    })),
  }))
export const newModule = (title: string): DraftModule => ({ key: newKey(), id: null, title, units: [] })
export const unitOfCourse = (course: CourseItem): DraftUnit => ({
  key: newKey(), id: null, course_id: course.id, kind: course.kind ?? 'theory', title: course.title, hours: course.hours, note: null,
})
export const freeUnit = (kind: CourseKind, title: string): DraftUnit => ({
  key: newKey(), id: null, course_id: null, kind, title, hours: 4, note: null,
})

/* As the server takes it: without our keys. */
export const modulesOut = (modules: DraftModule[]) =>
  modules.map((m) => ({
    id: m.id,
    title: m.title,
    units: m.units.map(({ id, course_id, kind, title, hours, note }) => ({ id, course_id, kind, title, hours, note })),
  }))

/* From one spot to another, counted before the unit is taken out. */
export function moveUnit(modules: DraftModule[], from: Spot, to: Spot): void {
  const source = modules[from.module]!.units
  if (from.module === to.module) return moveWithin(source, from.unit, to.unit)
  const [unit] = source.splice(from.unit, 1)
  if (unit) modules[to.module]!.units.splice(to.unit, 0, unit)
}

/* One step up or down; at the end of a module on into the next. Where it went, or null when there is no further. */
export function stepUnit(modules: DraftModule[], at: Spot, by: -1 | 1): Spot | null {
  const inside = at.unit + by
  if (inside >= 0 && inside < modules[at.module]!.units.length) {
    moveUnit(modules, at, { module: at.module, unit: by > 0 ? inside + 1 : inside })
    return { module: at.module, unit: inside }
  }
  const next = modules[at.module + by]
  if (!next) return null
  const to = { module: at.module + by, unit: by > 0 ? 0 : next.units.length }
  moveUnit(modules, at, to)
  return to
}

export interface KindTotal {
  kind: CourseKind
  units: number
  hours: number
}
export function totalsOf(modules: readonly { units: readonly { kind: CourseKind | null; hours: number }[] }[]): KindTotal[] {
  const found = new Map<CourseKind, KindTotal>()
  for (const unit of modules.flatMap((m) => m.units)) {
    const kind = unit.kind ?? 'theory'
    const total = found.get(kind) ?? { kind, units: 0, hours: 0 }
    found.set(kind, { kind, units: total.units + 1, hours: total.hours + unit.hours })
  }
  return [...found.values()].sort((a, b) => b.hours - a.hours)
}
