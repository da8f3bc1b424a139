import { gzipSync } from 'node:zlib'
import type { Rollup } from 'vite'
import { build } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'

/* What a phone loads before the lesson plays, compressed: a village's mobile network must do. */
const LIMIT_BYTES = 250_000

type Chunk = Rollup.OutputChunk
let chunks: Map<string, Chunk>
let assets: Map<string, Rollup.OutputAsset>

beforeAll(async () => {
  process.env.NODE_ENV = 'production' /* vitest's own would build Vue with its warnings */
  const result = (await build({ logLevel: 'silent', build: { write: false } })) as Rollup.RollupOutput
  chunks = new Map(result.output.filter((o) => o.type === 'chunk').map((o) => [o.fileName, o]))
  assets = new Map(result.output.filter((o) => o.type === 'asset').map((o) => [o.fileName, o]))
}, 180_000)

const named = (part: string): Chunk => {
  const found = [...chunks.values()].find((c) => (part === 'index.html' ? c.isEntry : c.moduleIds.some((id) => id.split('?')[0]!.endsWith(part))))
  if (!found) throw new Error(`no chunk of ${part}`)
  return found
}

/* A chunk with all that it imports at once, and their styles. */
function withImports(start: Chunk[]): Set<string> {
  const files = new Set<string>()
  const walk = (c: Chunk) => {
    if (files.has(c.fileName)) return
    files.add(c.fileName)
    c.viteMetadata?.importedCss.forEach((css) => files.add(css))
    c.imports.forEach((name) => chunks.has(name) && walk(chunks.get(name)!))
  }
  start.forEach(walk)
  return files
}

const sizeOf = (file: string): number => {
  const source = chunks.get(file)?.code ?? assets.get(file)!.source
  return gzipSync(source, { level: 9 }).length
}

describe('the first load of the live room', () => {
  for (const screen of ['LearnerRoom', 'SiteRoom', 'TeacherRoom'])
    it(`is light for the ${screen}, with the player and the words`, () => {
      const parts = ['index.html', 'i18n/zh.ts', 'live/LivePage.vue', `live/${screen}.vue`, 'hls.light.mjs'].map(named)
      const files = [...withImports(parts)]
      const sum = files.reduce((all, file) => all + sizeOf(file), 0) + gzipSync(assets.get('index.html')!.source).length
      console.log(`${screen}: ${(sum / 1000).toFixed(1)} kB compressed in ${files.length + 1} files, of ${LIMIT_BYTES / 1000}`)
      expect(sum).toBeLessThan(LIMIT_BYTES)
      expect(files.filter((f) => /Calendar|echarts|element/i.test(f))).toEqual([])
    })
})
