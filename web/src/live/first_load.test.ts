import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

/* What a phone loads before the lesson plays, compressed: a village's mobile network must do. */
const LIMIT_BYTES = 250_000
const DIST = new URL('../../dist/', import.meta.url)
const MANIFEST = new URL('.vite/manifest.json', DIST)

/* One file of the pages as they were built last, in the words of Vite's manifest. */
interface Chunk {
  file: string
  imports?: string[]
  css?: string[]
}

if (!existsSync(MANIFEST)) throw new Error('web/dist holds no pages: npm run build makes them')
const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>

function named(part: string): string {
  const found = Object.keys(manifest).find((key) => key.includes(part))
  if (!found) throw new Error(`no chunk of ${part}`)
  return found
}

/* The files of chunks with all that they import at once, and their styles. */
function withImports(start: string[]): Set<string> {
  const files = new Set<string>()
  const walk = (key: string) => {
    const chunk = manifest[key]!
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.css?.forEach((css) => files.add(css))
    chunk.imports?.forEach(walk)
  }
  start.forEach(walk)
  return files
}

const sizeOf = (file: string): number => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length

describe('the first load of the live room', () => {
  for (const screen of ['LearnerRoom', 'SiteRoom', 'TeacherRoom'])
    it(`is light for the ${screen}, with the player and the words`, () => {
      const files = [...withImports(['index.html', 'i18n/zh.ts', 'LivePage', `live/${screen}.vue`, 'hls.light'].map(named))]
      const sum = files.reduce((all, file) => all + sizeOf(file), sizeOf('index.html'))
      console.log(`${screen}: ${(sum / 1000).toFixed(1)} kB compressed in ${files.length + 1} files, of ${LIMIT_BYTES / 1000}`)
      expect(sum).toBeLessThan(LIMIT_BYTES)
      expect(files.filter((f) => /Calendar|echarts|element/i.test(f))).toEqual([])
    })
})
