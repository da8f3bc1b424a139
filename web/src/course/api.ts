/* course/api.ts: courses, their media and shares on the server. */
import { api, type Page, type Query } from '@/api/client'
import type { Course, CourseItem, Media } from '@/api/generated'

export type CourseKind = NonNullable<Course['kind']>
export const listCourses = (query: Query, signal?: AbortSignal) => api.get<Page<CourseItem>>('/courses', query, signal)
export const getCourse = (id: string, signal?: AbortSignal) => api.get<Course>(`/courses/${id}`, {}, signal)
export const addCourse = (course: Partial<Course>) => api.post<Course>('/courses', course)
export const setCourse = (course: Course) => api.put<Course>(`/courses/${course.id}`, course, course.version)
export const listMedia = (query: Query, signal?: AbortSignal) => api.get<Page<Media>>('/media', query, signal)
