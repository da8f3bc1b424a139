/* account/sheet.ts: the list of first passwords as a file, and something done to many accounts one after the other. */
import type { AccountSheetRow } from '@/api/generated'

/* A spreadsheet computes nothing of it: what could be a formula gets a ' in front. */
const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

export function csvOf(heads: string[], rows: AccountSheetRow[]): string {
  const lines = rows.filter((r) => r.password).map((r) => [r.unit ?? '', r.name ?? '', r.login ?? '', r.password ?? ''])
  return '\ufeff' + [heads, ...lines].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n'
}

export interface Run {
  done: number
  total: number
  failed: { id: string; why: string }[]
}

/* One at a time, so that each has its own line in the audit log; tells after each, and stops when asked to. */
export async function eachOf(ids: string[], work: (id: string) => Promise<unknown>, told: (run: Run) => boolean, why: (error: unknown) => string): Promise<Run> {
  const run: Run = { done: 0, total: ids.length, failed: [] }
  for (const id of ids) {
    if (!told(run)) break
    try {
      await work(id)
    } catch (error) {
      run.failed.push({ id, why: why(error) })
    }
    run.done++
  }
  told(run)
  return run
}
