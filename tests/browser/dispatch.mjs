// tests/browser/dispatch.mjs: a round from draft to published and to the replies, by the office, a unit and a learner on a phone.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const button = (somebody, name) => somebody.page.getByRole('button', { name, exact: true })
const sees = (somebody, text) => somebody.page.getByText(text).locator('visible=true').first().waitFor()
const day = (n) => new Date(Date.now() + (n * 24 + 8) * 3600e3).toISOString().slice(0, 10)

// Two classes of the academy, open for enrolment.
async function openClasses(office) {
  const academy = (await office.ask('GET', '/orgs?kind=academy')).body.items[0].id
  for (const title of ['调训浏览器一班', '调训浏览器二班']) {
    const made = await office.ask('POST', '/classes', { org_id: academy, title, starts_on: day(20), ends_on: day(24), seats_max: 12 })
    equal((await office.ask('POST', `/classes/${made.body.id}/state`, { state: 'open' })).status, 200, 'the class is open')
  }
}

test('a round goes from draft to published, and is answered', async (city) => {
  const office = await person(city, 'office', desk)
  const learner = await person(city, 'learner4', phone)
  await openClasses(office)
  const me = (await learner.ask('GET', '/session')).body
  check(me.person_id, 'the learner is a person')

  // a draft: its classes, and one who must go
  await office.go('/dispatch')
  await button(office, '新建批次').click()
  await office.page.getByLabel('批次名称').fill('浏览器批次')
  await button(office, '新建').click()
  await office.page.getByRole('heading', { name: /浏览器批次/ }).waitFor()
  await office.page.getByRole('checkbox', { name: '调训浏览器一班' }).check()
  await office.page.getByRole('checkbox', { name: '调训浏览器二班' }).check()
  await office.page.getByRole('button', { name: /^保存班次/ }).click()
  await sees(office, '已保存')
  await accessible(office.page, 'setup of a round')
  await office.shot('dispatch-setup')
  const round = office.page.url().split('/').at(-1)
  const classId = (await office.ask('GET', `/dispatch/rounds/${round}`)).body.offers[0].class_id
  equal((await office.ask('POST', `/dispatch/rounds/${round}/wishes`, { person_id: me.person_id, class_id: classId, kind: 'pin', reason: '组织决定' })).status, 201, 'pinned')

  // computed in the background, with its proof
  await office.page.getByRole('link', { name: '计算与比较' }).click()
  await button(office, '计算方案').click()
  await sees(office, '与最优的差距不超过')
  await accessible(office.page, 'versions of a round')
  await office.shot('dispatch-plan')

  // reviewed: by class, by unit, by person, with the reason of somebody left out
  await office.page.getByRole('link', { name: '审定', exact: true }).click()
  await sees(office, '名额使用')
  await office.shot('dispatch-review-class')
  await office.page.getByRole('tab', { name: '按单位' }).click()
  await sees(office, '未安排的钉子户')
  await office.page.getByRole('tab', { name: '按人员' }).click()
  await sees(office, /理由/)
  await accessible(office.page, 'people of a version')
  await office.shot('dispatch-review-person')
  await button(office, '审定通过').click()
  await button(office, '发布通知').click()
  await office.page.getByRole('dialog').getByRole('button', { name: /发布/ }).click()
  await sees(office, '待回执')
  await office.shot('dispatch-calls')

  // the learner reads why, on a phone, and accepts
  await learner.go('/learn/dispatch')
  await learner.page.getByRole('link', { name: /调训浏览器/ }).first().click()
  await sees(learner, '您的回执')
  await accessible(learner.page, 'a call on a phone')
  await learner.shot('dispatch-call-phone')
  await button(learner, '接受调训').click()
  await sees(learner, '已接受')

  // the office sees it, and confirms for a unit without a liaison
  await office.page.reload()
  await office.page.getByLabel('状态').selectOption('accepted')
  await office.page.getByRole('link', { name: me.name }).first().click()
  await button(office, '单位确认').click()
  await sees(office, '已报名')
  await office.shot('dispatch-call-office')
  equal([...office.errors, ...learner.errors], [], 'errors of the pages')
  await office.close()
  await learner.close()
})
