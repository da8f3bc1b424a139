import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rolePerms } from './perm'

const path = new URL('../../../src/api/perm.c', import.meta.url)

/* The perms of each role as perm.c says them: P(NAME) and the two macros made of them. */
function permsInC(text: string): Record<string, string[]> {
  const namesIn = (part: string) => [...part.matchAll(/\bP\((\w+)\)/g)].map((m) => m[1]!.toLowerCase())
  const macro = (name: string) => namesIn(text.match(new RegExp(`#define ${name}\\b((?:[^\\n]*\\\\\\n)*[^\\n]*)`))![1]!)
  const macros: Record<string, string[]> = { LOOK: macro('LOOK'), RUN_CLASS: macro('RUN_CLASS') }
  const rows = [...text.slice(text.indexOf('role_perms[')).matchAll(/\n +\[ROLE_(\w+)\] =([^,]*),/g)]
  return Object.fromEntries(
    rows.map(([, role, value]) => [
      role!.toLowerCase(),
      [...namesIn(value!), ...Object.keys(macros).flatMap((m) => (new RegExp(`\\b${m}\\b`).test(value!) ? macros[m]! : []))],
    ]),
  )
}

describe.runIf(existsSync(path))('what the pages show', () => {
  it('follows the permissions of the server', () => {
    const sorted = (all: Record<string, readonly string[]>) =>
      Object.fromEntries(Object.entries(all).map(([role, perms]) => [role, [...perms].sort()]))
    expect(sorted(rolePerms)).toEqual(sorted(permsInC(readFileSync(path, 'utf8'))))
  })
})
