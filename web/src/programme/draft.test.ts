import { expect, it } from 'vitest'
import { freeUnit, moveUnit, newModule, stepUnit, totalsOf, type DraftModule } from './draft'

function plan(): DraftModule[] {
  const modules = [newModule('甲'), newModule('乙')]
  modules[0]!.units = ['a', 'b'].map((title) => freeUnit('theory', title))
  modules[1]!.units = [freeUnit('case', 'c')]
  return modules
}
const shown = (modules: DraftModule[]) => modules.map((m) => m.units.map((u) => u.title).join('')).join('|')

it('moves a unit into another module', () => {
  const modules = plan()
  moveUnit(modules, { module: 0, unit: 0 }, { module: 1, unit: 1 })
  expect(shown(modules)).toBe('b|ca')
})
it('steps down within a module, then on into the next', () => {
  const modules = plan()
  expect(stepUnit(modules, { module: 0, unit: 0 }, 1)).toEqual({ module: 0, unit: 1 })
  expect(shown(modules)).toBe('ba|c')
  expect(stepUnit(modules, { module: 0, unit: 1 }, 1)).toEqual({ module: 1, unit: 0 })
  expect(shown(modules)).toBe('b|ac')
})
it('steps up to the end of the module before', () => {
  const modules = plan()
  expect(stepUnit(modules, { module: 1, unit: 0 }, -1)).toEqual({ module: 0, unit: 2 })
  expect(shown(modules)).toBe('abc|')
})
it('stops at both ends', () => {
  const modules = plan()
  expect(stepUnit(modules, { module: 0, unit: 0 }, -1)).toBeNull()
  expect(stepUnit(modules, { module: 1, unit: 0 }, 1)).toBeNull()
})
it('adds up hours by kind, the most first', () => {
  expect(totalsOf(plan())).toEqual([
    { kind: 'theory', units: 2, hours: 8 },
    { kind: 'case', units: 1, hours: 4 },
  ])
})
