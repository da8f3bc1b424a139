/* ui/toast.ts: short words about what just happened. Errors stay until dismissed; the rest go after a while. */
import { reactive } from 'vue'

export interface Toast {
  id: number
  tone: 'ok' | 'bad'
  text: string
}
export const toasts = reactive<Toast[]>([])
let last = 0

export function dropToast(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id)
  if (at >= 0) toasts.splice(at, 1)
}

function show(tone: Toast['tone'], text: string): void {
  if (toasts.some((toast) => toast.text === text)) return
  const id = ++last
  toasts.push({ id, tone, text })
  if (toasts.length > 3) toasts.shift()
  if (tone === 'ok') setTimeout(() => dropToast(id), 4000)
}

export const toast = { ok: (text: string) => show('ok', text), bad: (text: string) => show('bad', text) }
