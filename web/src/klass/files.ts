/* klass/files.ts: a file of this device as base64, and a file of the server onto this device. */
import type { ClassFileFull } from '@/api/generated'

export const FILE_MAX_BYTES = 5 * 1024 * 1024

export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}

/* As a download, whatever it is: it is never opened as a page of ours. */
export function saveFile(file: ClassFileFull): void {
  const bytes = Uint8Array.from(atob(file.content ?? ''), (c) => c.charCodeAt(0))
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = file.name ?? 'file'
  link.click()
  URL.revokeObjectURL(url)
}
