/* api/client.ts: the one way to the server: cookies and CSRF, versions (If-Match), keys that make a POST repeatable,
 * problem details. Pages call the typed functions of their module's api.ts, which call this. */
import { locale, t } from '@/i18n'
import { ApiProblem, isAborted, type Problem } from './problem'

export type Query = Record<string, string | number | boolean | null | undefined>
export interface Options {
  query?: Query
  body?: unknown
  /* The version that was read; the write fails with 412 when the record has moved on. */
  version?: number
  signal?: AbortSignal
}
export interface Page<T> {
  items: T[]
  next: string | null
  total?: number
}

const BASE = '/api/v1'
let csrf = ''
let onSignedOut: () => void = () => {}

export function setCsrf(token: string): void {
  csrf = token
}
/* What happens when the server no longer knows us. */
export function whenSignedOut(run: () => void): void {
  onSignedOut = run
}

/* crypto.randomUUID is missing on plain http, which is how a classroom in a local network may reach us. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

export function urlOf(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '')
  const text = new URLSearchParams(pairs.map(([k, v]) => [k, String(v)])).toString()
  return BASE + path + (text ? `?${text}` : '')
}

function headersOf(method: string, options: Options): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': locale.value })
  if (options.body !== undefined) headers.set('Content-Type', 'application/json')
  if (method !== 'GET') headers.set('X-CSRF-Token', csrf)
  if (method === 'POST') headers.set('Idempotency-Key', randomKey())
  if (options.version !== undefined) headers.set('If-Match', `"v${options.version}"`)
  return headers
}

async function problemOf(reply: Response): Promise<Problem> {
  const blank: Problem = { title: reply.statusText, status: reply.status, detail: '', code: '', field: '' }
  const told: Partial<Problem> = await reply.json().catch(() => ({}))
  const problem = { ...blank, ...told, field: told.field ?? '', status: reply.status }
  if (reply.status === 412) problem.detail ||= t('common.stale')
  problem.detail ||= problem.title || t('common.broken')
  return problem
}

const unreachable = (): Problem => ({ title: '', status: 0, detail: t('common.network'), code: 'network', field: '' })

/* A lost connection is tried once more: reads change nothing and a POST carries its key. */
async function fetchTwice(url: string, init: RequestInit, again: boolean): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (isAborted(error)) throw error
    if (!again) throw new ApiProblem(unreachable())
    await new Promise((done) => setTimeout(done, 500))
    return fetchTwice(url, init, false)
  }
}

async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const init: RequestInit = {
    method,
    headers: headersOf(method, options),
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    credentials: 'same-origin',
    signal: options.signal,
  }
  const reply = await fetchTwice(urlOf(path, options.query), init, method === 'GET' || method === 'POST')
  if (!reply.ok) {
    const problem = await problemOf(reply)
    if (reply.status === 401 && path !== '/session') onSignedOut()
    throw new ApiProblem(problem)
  }
  return (reply.status === 204 ? undefined : await reply.json()) as T
}

/* The name that the server gave a file. */
function nameOf(reply: Response): string {
  const found = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get('Content-Disposition') ?? '')
  return found ? decodeURIComponent(found[1]!) : 'tongke'
}

export function saveAs(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/* A table or another file, to be kept by the browser. */
export async function download(path: string, query: Query = {}): Promise<void> {
  const reply = await fetchTwice(urlOf(path, query), { headers: headersOf('GET', {}), credentials: 'same-origin' }, true)
  if (!reply.ok) throw new ApiProblem(await problemOf(reply))
  saveAs(await reply.blob(), nameOf(reply))
}

/* A file as it is. */
export async function upload<T>(path: string, file: Blob, query: Query = {}): Promise<T> {
  const headers = headersOf('POST', {})
  headers.set('Content-Type', 'application/octet-stream')
  const init: RequestInit = { method: 'POST', headers, body: file, credentials: 'same-origin' }
  const reply = await fetchTwice(urlOf(path, query), init, false)
  if (!reply.ok) throw new ApiProblem(await problemOf(reply))
  return (await reply.json()) as T
}

/* A file that is made from what is sent: a picture of a form. */
export async function askForFile(path: string, body: unknown, signal?: AbortSignal): Promise<Blob> {
  const init: RequestInit = { method: 'POST', headers: headersOf('POST', { body }), body: JSON.stringify(body), credentials: 'same-origin', signal }
  const reply = await fetchTwice(urlOf(path), init, false)
  if (!reply.ok) throw new ApiProblem(await problemOf(reply))
  return reply.blob()
}

/* The same, kept by the browser under a name of ours. */
export const saveFile = async (path: string, name: string): Promise<void> => saveAs(await askForFile(path, {}), name)

/* A list that is asked for as a table (`format`) is saved as a file; the page that comes back is empty then. */
async function page<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  if (!query.format) return call<T>('GET', path, { query, signal })
  await download(path, { ...query, limit: undefined, cursor: undefined, count: undefined })
  return { items: [], next: null } as T
}

export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) => page<T>(path, query, signal),
  post: <T = void>(path: string, body?: unknown, options: Options = {}) => call<T>('POST', path, { ...options, body }),
  put: <T = void>(path: string, body: unknown, version?: number) => call<T>('PUT', path, { body, version }),
  delete: (path: string, version?: number) => call<void>('DELETE', path, { version }),
}
