// tests/browser/check.mjs: tests are sentences; the last line of the run is "N passed, N failed".
import axe from 'axe-core'

const tests = []
export const test = (sentence, run) => tests.push({ sentence, run })

export function check(condition, what) {
  if (!condition) throw new Error(what)
}

export function equal(actual, expected, what) {
  check(JSON.stringify(actual) === JSON.stringify(expected), `${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`)
}

// Nothing serious or critical for people who use a screen reader or a keyboard (WCAG 2.1 A and AA), once nothing is
// dimmed any more because it is about to change.
export async function accessible(page, where) {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  if (!(await page.evaluate('typeof axe'))?.startsWith('obj')) await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const rules = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }, resultTypes: ['violations'] }
    return (await globalThis.axe.run(document, rules)).violations.map((v) => ({ id: v.id, impact: v.impact, where: v.nodes.slice(0, 3).map((n) => n.target.join(' ')) }))
  })
  const lines = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id} (${v.impact}): ${v.where.join(' | ')}`)
  check(lines.length === 0, `${where}: axe finds\n    ${lines.join('\n    ')}`)
}

async function runOne({ sentence, run }, city, note) {
  const began = Date.now()
  try {
    await run(city)
    console.log(`  ok      ${sentence}  ${((Date.now() - began) / 1000).toFixed(1)} s${note}`)
    return true
  } catch (error) {
    console.log(`  FAILED  ${sentence}\n    ${String(error.stack ?? error).split('\n').slice(0, 8).join('\n    ')}`)
    return false
  }
}

// Runs what was asked for; ret: how many failed. A browser on a busy machine can be late in ways that no wait foresees: one
// or two that fail are tried once more, in a city of their own, and are said to be unsteady when they pass there.
export async function runAll(city, openCity) {
  const only = process.argv.slice(2).join(' ').split(' | ').filter(Boolean)
  const asked = tests.filter(({ sentence }) => !only.length || only.some((part) => sentence.includes(part)))
  let failed = []
  for (const one of asked) if (!(await runOne(one, city, ''))) failed.push(one)
  if (failed.length <= 2) {
    const unsteady = []
    for (const one of failed) {
      const other = await openCity()
      if (await runOne(one, other, '  UNSTEADY: passed at the second try')) unsteady.push(one)
      await other.close()
    }
    failed = failed.filter((one) => !unsteady.includes(one))
  }
  console.log(`${asked.length - failed.length} passed, ${failed.length} failed`)
  return failed.length
}
