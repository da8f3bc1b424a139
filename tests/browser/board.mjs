// tests/browser/board.mjs: the board with its map, on past days, and the lists behind its numbers.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

for (const [size, device] of [['desk', desk], ['phone', phone]])
  test(`the board and the lists behind it at ${size} size`, async (city) => {
    const office = await person(city, 'office', device)
    const year = new Date().getFullYear()
    for (const path of ['/board?order=rank&figure=norm&norm=cadre_1y', `/board/classes?year=${year}`, '/board/sites']) {
      await office.go(path)
      await office.page.getByRole('main').getByRole('heading').first().waitFor()
      await office.shot(`board-${size}-${path.replaceAll(/\W/g, '_')}`)
      await accessible(office.page, `${path} (${size})`)
      check((await wide(office.page)) <= 1, `${path} is wider than the ${size}`)
    }
    await office.page.goBack()
    await office.page.goBack()
    await office.page.getByRole('table', { name: /办学情况/ }).getByRole('link', { name: /培训人次/ }).first().click()
    await office.page.waitForURL(/board\/entries/)
    await office.page.getByRole('table').getByRole('row').nth(1).waitFor()
    await office.shot(`board-${size}-entries`)
    await accessible(office.page, `/board/entries (${size})`)
    equal(office.errors, [], 'errors of the pages')
    await office.close()
  })

test('the map is walked by keyboard and goes down into a district', async (city) => {
  const office = await person(city, 'office')
  await office.go('/board')
  const map = office.page.getByRole('application', { name: /区县地图/ })
  await map.locator('path').nth(30).waitFor({ state: 'attached' })
  await map.focus()
  await office.page.keyboard.press('ArrowRight')
  await office.page.getByText(/[区县]：覆盖率 \d/).first().waitFor()
  const name = (await office.page.locator('#map-said').innerText()).split('：')[0]
  await office.page.keyboard.press('Enter')
  await office.page.waitForURL(/under=/)
  await office.page.getByRole('navigation', { name: '所在位置' }).getByText(name).waitFor()
  await office.page.getByRole('table', { name: '下级单位' }).getByRole('row').nth(5).waitFor()
  await office.shot('board-district')
  await accessible(office.page, '/board?under=district')
  await office.page.getByRole('button', { name: /是怎么算的/ }).first().click()
  await office.page.getByText(/计算于/).first().waitFor()
  await office.page.keyboard.press('Escape')
  equal(office.errors, [], 'errors of the pages')
  await office.close()
})

test('a past day is counted on demand, and its numbers open lists as of that day', async (city) => {
  const office = await person(city, 'office')
  const on = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10)
  await office.go(`/board?on=${on}`)
  await office.page.getByRole('button', { name: '统计这一天' }).click()
  await office.page.getByRole('heading', { name: '学时要求达标情况' }).waitFor({ timeout: 60_000 })
  await office.shot('board-past')
  const link = office.page.locator('.counts a').filter({ hasNotText: /^0$/ }).first()
  const number = Number((await link.innerText()).replace(/\D/g, ''))
  await link.click()
  await office.page.waitForURL(/on=/)
  await office.page.getByRole('table').getByRole('row').nth(1).waitFor()
  const list = await office.ask('GET', `/board/people${new URL(office.page.url()).search}&limit=200`)
  equal(list.body.items.length, Math.min(number, 200), 'the list of that day is as long as its number says')
  equal(office.errors, [], 'errors of the pages')
  await office.close()
})
