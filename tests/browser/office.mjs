// tests/browser/office.mjs: the office's work around a lesson, clicked through: minutes, places, leave, moves, runs, paper, English.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const button = (somebody, name) => somebody.page.getByRole('button', { name, exact: true })
const inDialog = (somebody, name) => somebody.page.getByRole('dialog').last().getByRole('button', { name, exact: true })
const sees = (somebody, text) => somebody.page.getByText(text).locator('visible=true').first().waitFor()

async function done(...people) {
  for (const somebody of people) {
    equal(somebody.errors, [], `errors of the pages of ${somebody.login}`)
    await somebody.close()
  }
}

// In the field's dialog: typed, and chosen from what is found.
async function chooseOrg(somebody, label, name) {
  await somebody.page.getByRole('dialog').last().getByLabel(label).click()
  const chooser = somebody.page.getByRole('dialog').last()
  await chooser.getByRole('searchbox').fill(name)
  await chooser.getByRole('button', { name: new RegExp(`^${name}`) }).first().click()
}

test('minutes are written by the facilitator and signed by another', async (city) => {
  const writer = await person(city, 'site-town')
  await writer.go(`/classes/${city.demo.class_id}/groups`)
  await writer.page.getByRole('row', { name: /七星岗街道/ }).getByRole('button', { name: /研讨记录/ }).first().click()
  await writer.page.getByLabel('记录内容').fill('大家谈了三点：通道、产业、民生。')
  await button(writer, '提交签核').click()
  await sees(writer, /记录于/)
  await accessible(writer.page, 'the minutes')
  const manager = await person(city, 'manager')
  await manager.go(`/classes/${city.demo.class_id}/groups`)
  await manager.page.getByRole('row', { name: /七星岗街道/ }).getByRole('button', { name: /研讨|待签核|已提交/ }).first().click()
  await inDialog(manager, '签核').click()
  await inDialog(manager, '签核').click()
  await sees(manager, /签核于/)
  await done(writer, manager)
})

test('people of a class are sent to a site and a group', async (city) => {
  const manager = await person(city, 'manager')
  await manager.go(`/classes/${city.demo.class_id}/people`)
  const row = manager.page.getByRole('row').filter({ has: manager.page.getByRole('checkbox') }).nth(1)
  await row.getByRole('checkbox').check()
  await button(manager, '分配').click()
  const dialog = manager.page.getByRole('dialog')
  await dialog.getByLabel('教学点').selectOption({ index: 1 })
  await dialog.getByLabel('小组').selectOption({ index: 1 })
  await inDialog(manager, '保存').click()
  await dialog.waitFor({ state: 'detached' })
  await done(manager)
})

test('leave within the limit is asked for on a phone and approved at the desk', async (city) => {
  const learner = await person(city, 'learner2', phone)
  await learner.go(`/learn/classes/${city.demo.class_id}`)
  await button(learner, '请假').click()
  await learner.page.getByRole('dialog').getByLabel('请假事由').fill('孩子家长会')
  const asked = await learner.ask('GET', `/classes/${city.demo.class_id}/sessions`)
  const forum = asked.body.items.find((s) => s.kind === 'forum')
  const day = new Date(Date.parse(forum.starts_at) + 8 * 3600e3).toISOString().slice(0, 10)
  for (const field of await learner.page.getByRole('dialog').locator('input[type=date]').all()) await field.fill(day)
  await inDialog(learner, '提交申请').click()
  await learner.page.getByRole('dialog').waitFor({ state: 'detached' })
  const manager = await person(city, 'manager')
  await manager.go(`/classes/${city.demo.class_id}/leave`)
  await manager.page.getByRole('row', { name: /孩子家长会/ }).getByRole('button', { name: '审批' }).click()
  await sees(manager, /批准后累计/)
  const knows = manager.page.getByLabel('我知道批准后会超过上限')
  if (await knows.count()) await knows.check()
  await accessible(manager.page, 'the decision on a leave')
  await inDialog(manager, '批准').click()
  await manager.page.getByRole('row', { name: /孩子家长会/ }).getByText('已批准').waitFor()
  await done(learner, manager)
})

test('somebody is transferred, and the history says so', async (city) => {
  const office = await person(city, 'office')
  const found = await office.ask('GET', '/people?limit=1&sort=name')
  await office.go(`/people/${found.body.items[0].id}`)
  await button(office, '调动单位').click()
  await chooseOrg(office, /调入单位/, '市民政局')
  await accessible(office.page, 'the transfer')
  await inDialog(office, '调动单位').click()
  await office.page.getByRole('dialog').waitFor({ state: 'detached' })
  await office.page.getByRole('listitem').filter({ hasText: '市民政局' }).waitFor()
  await done(office)
})

test('an organisation is moved after a look at what goes with it', async (city) => {
  const office = await person(city, 'office')
  const found = await office.ask('GET', '/orgs?q=渝中区民政局&limit=1')
  await office.go(`/orgs/${found.body.items[0].id}`)
  await button(office, '移动…').click()
  await chooseOrg(office, /新上级/, '九龙坡区')
  await sees(office, /随之移动：1 个组织/)
  await office.page.getByLabel('原因').fill('区划调整')
  await accessible(office.page, 'the move')
  await office.shot('org-move')
  await inDialog(office, '移动').click()
  await office.page.getByRole('dialog').waitFor({ state: 'detached' })
  await office.page.getByRole('navigation', { name: '上级' }).getByText('九龙坡区').waitFor()
  equal(city.verify().status, 0, 'tongke verify after a move')
  await done(office)
})

test('a district opens its own run of a shared class, at its own school', async (city) => {
  const district = await person(city, 'district')
  await district.go(`/classes/new?parent=${city.demo.class_id}`)
  await district.page.getByLabel(/主办单位/).getByText('渝中区党校').waitFor()
  await district.page.getByLabel(/班次名称/).fill('分班·点击试验')
  await button(district, '新建').click()
  await district.page.waitForURL(/classes\/\d+$/)
  await sees(district, '分班·点击试验')
  await district.go(`/classes/${city.demo.class_id}`)
  await sees(district, '各校分班')
  await done(district)
})

test('a session takes hours and the 24-hour clock, whatever the language of the browser', async (city) => {
  const manager = await person(city, 'manager', desk, 'zh-CN')
  await manager.go(`/classes/${city.demo.class_id}/timetable`)
  await button(manager, '新增课次').click()
  const dialog = manager.page.getByRole('dialog')
  await dialog.getByLabel(/^开始/).fill('1930')
  await dialog.getByLabel(/^结束/).fill('25:00')
  await dialog.getByLabel(/^结束/).blur()
  await sees(manager, '请按 24 小时制填写，例如 09:30。')
  equal(await dialog.getByLabel(/^开始/).inputValue(), '19:30', 'the beginning')
  await dialog.getByLabel(/^结束/).fill('21')
  await dialog.getByLabel(/课次名称/).fill('晚间辅导')
  await dialog.getByLabel(/^学时/).fill('0')
  await dialog.getByRole('button', { name: '保存' }).click()
  await sees(manager, /请填写学时/)
  await accessible(manager.page, 'the session')
  await done(manager)
})

test('the ledger goes on paper without the chrome of the screen', async (city) => {
  const learner = await person(city, 'learner')
  await learner.go('/ledger')
  await learner.page.emulateMedia({ media: 'print' })
  equal(await learner.page.locator('.rail:visible, .topbar:visible, .btn:visible').count(), 0, 'chrome on paper')
  await learner.shot('print-ledger')
  const pdf = await learner.page.pdf({ format: 'A4' })
  check(pdf.length > 5000, 'the sheet has something on it')
  await learner.page.emulateMedia({ media: 'screen' })
  await learner.page.getByLabel(/^截至日期/).fill('2001-01-01')
  await learner.page.getByLabel(/^截至日期/).press('Tab')
  await sees(learner, /^只列到 2001/)
  await sees(learner, '还没有学时记录。')
  await done(learner)
})

test('an office without a person looks on in the live room', async (city) => {
  const office = await person(city, 'office')
  await office.page.goto(`${city.base}/live/${city.demo.session_id}`)
  await sees(office, '各教学点到课情况')
  await office.page.getByRole('tab', { name: /^弹幕/ }).click()
  await sees(office, /您在旁听/)
  await accessible(office.page, 'the room of an office')
  await done(office)
})

test('the main screens speak English throughout', async (city) => {
  for (const [login, paths] of [['office', ['/', '/board', '/orgs', '/people', '/courses', '/programmes', '/classes', '/classes/new']],
    ['manager', ['', '/people', '/timetable', '/groups', '/leave', '/roll', '/results'].map((tab) => `/classes/${city.demo.class_id}${tab}`)],
    ['learner', ['/', '/learn', '/ledger', '/checkin']]]) {
    const somebody = await person(city, login)
    await somebody.page.addInitScript(() => localStorage.setItem('tongke.locale', 'en'))
    for (const path of paths) {
      await somebody.go(path)
      const words = await somebody.page.evaluate(() => [...document.querySelectorAll('main button, main label, main th, main h1, nav a, main [role=tab]')]
        .filter((e) => e.offsetParent && !e.closest('li, tbody, .facts')).map((e) => e.textContent.trim()).filter((w) => /^[\u4e00-\u9fff，。、：（）]+$/.test(w)))
      somebody.untranslated = [...(somebody.untranslated ?? []), ...words.map((w) => `${path}: ${w}`)]
      await somebody.shot(`en-${login}${path.replaceAll('/', '_')}`)
    }
    equal(somebody.untranslated.filter((w) => !/演示|重庆|党校|班|建设/.test(w)), [], 'Chinese on English pages')
    await done(somebody)
  }
})
