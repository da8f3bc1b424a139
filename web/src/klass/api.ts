/* klass/api.ts: classes, their people, timetable and groups on the server. */
import { api, type Page, type Query } from '@/api/client'
import type {
  Calendar, ChecklistItem, ChecklistRow, ClassFile, ClassFileFull, ClassFileIn, Room,
  Class, ClassGroup, ClassGroups, ClassItem, ClassQuota, ClassQuotas, ClassRunInput, ClassSession, ClassSite, ClassStaff,
  EnrolAnswer, Enrolment, EnrolmentEvent, EnrolmentWithClass, GroupMinutes, SessionConflict, Timetable,
} from '@/api/generated'

export type ClassState = NonNullable<Class['state']>
export type EnrolState = NonNullable<Enrolment['state']>
export type SessionKind = NonNullable<ClassSession['kind']>

/* Hosted in the scope; mine: in which one is or works; shared: of other hosts, open to the scope. */
export const listClasses = (query: Query, signal?: AbortSignal) => api.get<Page<ClassItem>>('/classes', query, signal)
export const getClass = (id: string, signal?: AbortSignal) => api.get<Class>(`/classes/${id}`, {}, signal)
export const addClass = (klass: Partial<Class>) => api.post<Class>('/classes', klass)
export const setClass = (klass: Class) => api.put<Class>(`/classes/${klass.id}`, klass, klass.version)
export const setClassState = (klass: Class, state: ClassState, reason: string) =>
  api.post<Class>(`/classes/${klass.id}/state`, { state, reason }, { version: klass.version })
export const addRun = (id: string, run: Partial<ClassRunInput>) => api.post<Class>(`/classes/${id}/runs`, run)
export const listRuns = (id: string, signal?: AbortSignal) => api.get<Page<ClassItem>>(`/classes/${id}/runs`, {}, signal)

export const listSites = (id: string, signal?: AbortSignal) => api.get<Page<ClassSite>>(`/classes/${id}/sites`, {}, signal)
export const setSite = (id: string, site: { org_id: string; leader_id?: string | null; seats?: number; remove: boolean }) =>
  api.post<Page<ClassSite>>(`/classes/${id}/sites`, site)
export const listStaff = (id: string, signal?: AbortSignal) => api.get<Page<ClassStaff>>(`/classes/${id}/staff`, {}, signal)
export const setStaff = (id: string, person_id: string, duty: string, remove: boolean) =>
  api.post<Page<ClassStaff>>(`/classes/${id}/staff`, { person_id, duty, remove })
/* Quotas and groups are kept as whole lists under the version of their class. */
export const getQuotas = (id: string, signal?: AbortSignal) => api.get<ClassQuotas>(`/classes/${id}/quotas`, {}, signal)
export const setQuotas = (id: string, version: number, items: Partial<ClassQuota>[]) =>
  api.put<ClassQuotas>(`/classes/${id}/quotas`, { items }, version)

export const listEnrolments = (id: string, query: Query, signal?: AbortSignal) =>
  api.get<Page<Enrolment>>(`/classes/${id}/enrolments`, query, signal)
export interface EnrolAsk {
  person_ids: string[]
  site_id: string | null
  state: 'proposed' | 'confirmed'
  dry_run: boolean
}
export const enrol = (id: string, ask: EnrolAsk) => api.post<EnrolAnswer>(`/classes/${id}/enrolments`, ask)
export const setEnrolment = (id: string, state: EnrolState, reason: string, version?: number) =>
  api.post<Enrolment>(`/enrolments/${id}/state`, { state, reason }, { version })
export const assign = (id: string, enrolment_ids: string[], place: { site_id?: string | null; group_id?: string | null }) =>
  api.post(`/classes/${id}/enrolments/assign`, { enrolment_ids, ...place })
export const eventsOf = (id: string, signal?: AbortSignal) => api.get<Page<EnrolmentEvent>>(`/enrolments/${id}/events`, {}, signal)
export const listProposed = (query: Query, signal?: AbortSignal) =>
  api.get<Page<EnrolmentWithClass>>('/units/enrolments', query, signal)

export const listSessions = (id: string, signal?: AbortSignal) => api.get<Page<ClassSession>>(`/classes/${id}/sessions`, {}, signal)
export const getSession = (id: string, signal?: AbortSignal) => api.get<ClassSession>(`/sessions/${id}`, {}, signal)
export const addSession = (classId: string, session: Partial<ClassSession>) =>
  api.post<ClassSession>(`/classes/${classId}/sessions`, session)
export const setSession = (session: ClassSession) => api.put<ClassSession>(`/sessions/${session.id}`, session, session.version)
export const removeSession = (session: ClassSession) => api.delete(`/sessions/${session.id}`, session.version)
/* A timetable proposed from the programme; saved only when asked. */
export const draftSessions = (id: string, save: boolean) => api.post<Timetable>(`/classes/${id}/sessions/draft`, { save })
/* Lessons of the shared class that a run may follow. */
export const listOffers = (id: string, signal?: AbortSignal) =>
  api.get<Page<ClassSession>>(`/classes/${id}/sessions/offers`, {}, signal)
export const conflicts = (id: string, query: Query, signal?: AbortSignal) =>
  api.get<Page<SessionConflict>>(`/classes/${id}/conflicts`, query, signal)

export const getGroups = (id: string, signal?: AbortSignal) => api.get<ClassGroups>(`/classes/${id}/groups`, {}, signal)
export const setGroups = (id: string, version: number, items: Partial<ClassGroup>[]) =>
  api.put<ClassGroups>(`/classes/${id}/groups`, { items }, version)
export const dealGroups = (id: string, version: number, size: number) =>
  api.post<ClassGroups>(`/classes/${id}/groups/deal`, { size }, { version })
export const listMinutes = (session: string, signal?: AbortSignal) =>
  api.get<Page<GroupMinutes>>(`/sessions/${session}/minutes`, {}, signal)
export const getMinutes = (group: string, session: string, signal?: AbortSignal) =>
  api.get<GroupMinutes>(`/groups/${group}/minutes/${session}`, {}, signal)
export const setMinutes = (group: string, session: string, version: number, text: string, state: 'draft' | 'submitted') =>
  api.put<GroupMinutes>(`/groups/${group}/minutes/${session}`, { text, state }, version)
export const signMinutes = (group: string, session: string, version: number) =>
  api.post<GroupMinutes>(`/groups/${group}/minutes/${session}/sign`, undefined, { version })

/* Rooms of schools, and what is on when. */
export const listRooms = (query: Query, signal?: AbortSignal) => api.get<Page<Room>>('/rooms', query, signal)
export const addRoom = (room: Partial<Room>) => api.post<Room>('/rooms', room)
export const setRoom = (room: Room) => api.put<Room>(`/rooms/${room.id}`, room, room.version)
export const getCalendar = (query: Query, signal?: AbortSignal) => api.get<Calendar>('/calendar', query, signal)
/* Files of a class, and its checklist. */
export const listFiles = (id: string, signal?: AbortSignal) => api.get<Page<ClassFile>>(`/classes/${id}/files`, {}, signal)
export const addFile = (id: string, file: Partial<ClassFileIn>) => api.post<ClassFile>(`/classes/${id}/files`, file)
export const getFile = (id: string) => api.get<ClassFileFull>(`/files/${id}`)
export const removeFile = (id: string) => api.delete(`/files/${id}`)
export const getChecklist = (id: string, signal?: AbortSignal) => api.get<Page<ChecklistRow>>(`/classes/${id}/checklist`, {}, signal)
export const tickItem = (id: string, item: string, done: boolean, note: string | null) =>
  api.post<Page<ChecklistRow>>(`/classes/${id}/checklist/${item}`, { done, note })
export const addChecklistItem = (item: Partial<ChecklistItem>) => api.post<ChecklistItem>('/checklist-items', item)
