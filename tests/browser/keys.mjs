// tests/browser/keys.mjs: the work of a site leader with keys alone, from the sign-in to the roll and a question in the live room.
import { check, equal, test } from './check.mjs'
import { desk, person } from './city.mjs'

const MOST = 120

// What has the focus: its name, and whether it can be seen that it has it, once the page is drawn.
const focused = (page) => page.evaluate(async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  const e = document.activeElement
  const [style, box] = [getComputedStyle(e.closest('.el-input__wrapper') ?? e), e.getBoundingClientRect()]
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none'
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  const label = e.getAttribute('aria-label') ?? (e.labels?.[0]?.textContent || e.textContent || '')
  return { role: e.getAttribute('role') ?? e.tagName.toLowerCase(), name: label.trim().replace(/\s+/g, ' '), seen: ring && inside, ring, top: box.top }
})

// Presses Tab until something of that role and name has the focus; all on the way must show it.
async function tabTo(page, role, name) {
  const met = []
  for (let i = 0; i < MOST; i++) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    met.push(`${at.role} ${at.name}`)
    check(at.seen || at.role === 'body', `the focus on “${at.role} ${at.name}” can be seen: ${JSON.stringify(at)}`)
    if (at.role === role && name.test(at.name)) return
  }
  throw new Error(`no ${role} ${name} within ${MOST} tabs: ${met.slice(0, 40).join(' | ')}`)
}
const focusIs = (page, name, what) => page.waitForFunction((text) => (document.activeElement.textContent + (document.activeElement.getAttribute('aria-label') ?? '')).includes(text), name).catch(() => check(false, what))

// A live lesson of the class that goes on now, open, for this test alone.
async function openLesson(city) {
  const manager = await person(city, 'manager')
  const at = (minutes) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + minutes * 60_000).toISOString()
  const made = await manager.ask('POST', `/classes/${city.demo.class_id}/sessions`, { kind: 'lecture', title: '键盘一课', starts_at: at(-5), ends_at: at(55), hours: 1, live: true })
  check(made.status < 300, `the lesson: ${JSON.stringify(made.body)}`)
  const opened = await manager.ask('POST', `/sessions/${made.body.id}/live/open`, { source: 'none' })
  check(opened.status < 300, `the room: ${JSON.stringify(opened.body)}`)
  return { id: made.body.id, manager }
}

test('a site leader signs in, marks the roll and asks a question with keys alone', async (city) => {
  const lesson = await openLesson(city)
  const leader = await person(city, '', desk)
  const { page } = leader
  const keys = page.keyboard
  await leader.go('/sign-in')
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await keys.type('site-town')
  await keys.press('Tab')
  await keys.type(city.demo.password)
  await keys.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await page.getByRole('main').waitFor()

  // a new page begins at the top: the skip link is the first thing, and it leads over the rail
  await leader.go('/classes')
  await keys.press('Tab')
  const skip = await focused(page)
  equal(skip.name, '跳到正文', 'the first thing that Tab meets')
  check(skip.seen, `the skip link can be seen: ${JSON.stringify(skip)}`)
  await keys.press('Enter')
  await tabTo(page, 'a', /成渝地区双城经济圈建设专题研讨班/)
  await keys.press('Enter')
  await page.waitForURL(/classes\/\d+$/)
  await tabTo(page, 'a', /^签到/)
  await keys.press('Enter')
  await page.waitForURL(/\/roll/)

  // the lesson is chosen, a person marked by a letter, the rest at once, saved
  await page.getByRole('grid').waitFor()
  await tabTo(page, 'select', /课次/)
  const steps = await page.locator('main select').first().evaluate((e) => [...e.options].findIndex((o) => o.text.includes('键盘一课')) - e.selectedIndex)
  for (let i = 0; i < Math.abs(steps); i++) {
    const at = await page.locator('main select').first().evaluate((e) => e.selectedIndex)
    await keys.press(steps < 0 ? 'ArrowUp' : 'ArrowDown')
    await page.waitForFunction((to) => document.querySelector('main select')?.selectedIndex === to, at + Math.sign(steps))
  }
  await page.waitForURL(new RegExp(`session=${lesson.id}`))
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
  await tabTo(page, 'row', /./)
  const before = (await focused(page)).name
  await keys.press('a')
  check((await focused(page)).name !== before, 'a mark goes on to the next person')
  await keys.press('ArrowDown')
  await keys.press('ArrowUp')
  check((await focused(page)).seen, 'the row that is marked can be seen')
  await leader.shot('keys-roll')
  await keys.press('p')
  await keys.press('Shift+Tab')
  check((await focused(page)).name.startsWith('其余全部出勤'), 'before the list stands what marks the rest')
  await keys.press('Enter')
  await tabTo(page, 'button', /^保存点名/)
  await keys.press('Enter')
  await page.getByText(/已保存 \d+ 人的点名/).first().waitFor()

  // the live room, a question
  await leader.go(`/live/${lesson.id}`)
  await page.getByRole('tab', { name: /^点名/ }).waitFor()
  await tabTo(page, 'tab', /./)
  for (let i = 0; i < 8 && !(await focused(page)).name.startsWith('提问'); i++) await keys.press('ArrowRight')
  check((await focused(page)).seen, 'the tab of the questions can be seen')
  await tabTo(page, 'input', /向老师提问/)
  await keys.type('键盘也能提问吗？')
  await keys.press('Enter')
  await page.getByText('键盘也能提问吗？').first().waitFor()
  await lesson.manager.ask('POST', `/sessions/${lesson.id}/live/close`)
  equal(leader.errors, [], 'errors of the pages')
  await leader.close()
  await lesson.manager.close()
})

test('a dialog keeps the focus inside, closes on Escape and gives the focus back', async (city) => {
  const office = await person(city, 'office')
  const { page } = office
  await office.go('/people')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, 'button', /^新增人员/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest('dialog'))
    check(inside, `the focus left the dialog after ${i + 1} tabs`)
  }
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await focusIs(page, '新增人员', 'the focus is back on what opened the dialog')
  await office.close()
})
