// tests/browser/classadmin.mjs: a leave goes up its chain on three screens; a learner answers a questionnaire on the phone.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const sees = (somebody, text) => somebody.page.getByText(text).locator('visible=true').first().waitFor()
const button = (somebody, name) => somebody.page.getByRole('button', { name, exact: true })
const dayAt = (days) => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)

async function must(somebody, method, path, body) {
  const reply = await somebody.ask(method, path, body)
  check(reply.status < 300, `${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}

// A class of the academy with the learner in it: a lesson that is over, two days of lessons, and many hours later.
async function classOf(office, learner, manager, title) {
  const learnerId = (await must(learner, 'GET', '/session')).person_id
  const managerId = (await must(manager, 'GET', '/session')).person_id
  const academy = (await must(manager, 'GET', '/session')).roles[0].org_id
  await must(office, 'POST', '/rules', { code: 'overlap', org_id: academy, value_int: 0, from_on: dayAt(-400), source: '演示' })
  const made = await must(office, 'POST', '/classes', { org_id: academy, title, starts_on: dayAt(-1), ends_on: dayAt(90), seats_max: 20, manager_id: managerId })
  const lesson = (name, day, from, until, hours) =>
    must(office, 'POST', `/classes/${made.id}/sessions`, { kind: 'lecture', title: name, starts_at: `${dayAt(day)}T${from}:00Z`, ends_at: `${dayAt(day)}T${until}:00Z`, hours })
  await lesson('已上的一课', -1, '01:00', '03:30', 4)
  for (const day of [1, 2]) {
    await lesson(`第${day}天上午`, day, '01:00', '03:30', 4)
    await lesson(`第${day}天下午`, day, '06:00', '08:30', 4)
  }
  await lesson('长课', 80, '01:00', '09:30', 100)
  await must(office, 'POST', `/classes/${made.id}/state`, { state: 'open' })
  const enrolled = await must(office, 'POST', `/classes/${made.id}/enrolments`, { person_ids: [learnerId], state: 'confirmed' })
  check(enrolled.items[0].state === 'confirmed', `the learner has a seat: ${JSON.stringify(enrolled.items[0])}`)
  return { id: made.id, academy }
}

async function decide(somebody, yes) {
  await somebody.page.getByRole('button', { name: /^审批/ }).last().click()
  await sees(somebody, '上限')
  await button(somebody, yes ? '批准' : '不批准').click()
  await sees(somebody, '已审批')
}

test('a leave of two days goes from the class manager to the office and the vice-principal, and the learner sees where it is', async (city) => {
  const office = await person(city, 'office')
  const manager = await person(city, 'manager')
  const learner = await person(city, 'learner', phone)
  const academy = await person(city, 'academy')
  const klass = await classOf(office, learner, manager, '请假流程演示班')
  await must(office, 'POST', '/rules', { code: 'leave_to_principal_days_centi', org_id: klass.academy, value_int: 150, from_on: dayAt(-1), source: '本校请假办法' })

  await learner.go(`/learn/classes/${klass.id}`)
  await button(learner, '请假').click()
  await learner.page.getByLabel('开始', { exact: false }).first().fill(dayAt(1))
  await learner.page.getByLabel('结束', { exact: false }).first().fill(dayAt(2))
  await learner.page.getByLabel('请假事由', { exact: false }).fill('家中有事需要回去')
  await sees(learner, '16 学时')
  await button(learner, '提交申请').click()
  await sees(learner, '待班主任')
  await accessible(learner.page, 'the class with a leave that waits')
  await learner.shot('leave-waits-phone')

  await manager.go('/leaves')
  await sees(manager, '家中有事需要回去')
  await manager.shot('leaves-manager')
  await decide(manager, true)
  await learner.page.reload()
  await sees(learner, '待教学管理部门')

  await academy.go('/leaves')
  await decide(academy, true)
  await sees(academy, '待分管校长')
  await decide(academy, true)
  await learner.page.reload()
  await sees(learner, '已批准')

  // a leave that the rule refuses: approving is not offered
  const over = await must(learner, 'POST', `/classes/${klass.id}/leaves`, { kind: 'personal', from_at: `${dayAt(80)}T00:00:00Z`, until_at: `${dayAt(80)}T10:00:00Z`, reason: '再请一次长假' })
  check(over.state === 'submitted', 'it may be asked for')
  await manager.go('/leaves')
  await manager.page.getByRole('button', { name: /^审批/ }).last().click()
  await sees(manager, '按规定，累计超过上限的请假不能批准')
  equal(await button(manager, '批准').count(), 0, 'no button approves it')
  await accessible(manager.page, 'deciding a leave')
  await manager.shot('leave-refused-by-rule')
  equal([...office.errors, ...manager.errors, ...learner.errors, ...academy.errors], [], 'errors of the pages')
  for (const somebody of [office, manager, learner, academy]) await somebody.close()
})

test('a learner says on the phone what a lesson was like, and nobody sees it when few have answered', async (city) => {
  const office = await person(city, 'office')
  const manager = await person(city, 'manager')
  const learner = await person(city, 'learner', phone)
  const klass = await classOf(office, learner, manager, '评价演示班')

  await manager.go(`/classes/${klass.id}/evaluations`)
  await button(manager, '发出问卷').click()
  await sees(manager, '教学内容')
  await manager.page.getByRole('dialog').getByRole('button', { name: '发出问卷', exact: true }).click()
  await sees(manager, '已上的一课')
  await manager.shot('evaluations-manager')

  await learner.go('/learn')
  await sees(learner, '请您评价')
  await learner.page.getByRole('link', { name: '去评价：已上的一课' }).click()
  await sees(learner, '匿名：只记录您答过')
  const began = Date.now()
  for (const group of await learner.page.getByRole('group').all()) {
    const five = group.getByRole('radio', { name: '5 分' })
    if (await five.count()) await five.check({ force: true })
  }
  await learner.page.getByRole('textbox', { name: '意见和建议' }).fill('案例很好')
  await accessible(learner.page, 'a questionnaire')
  await learner.shot('evaluate-phone')
  await button(learner, '提交').click()
  await sees(learner, '谢谢您的评价')
  check(Date.now() - began < 60_000, 'it takes under a minute')
  await learner.page.reload()
  await sees(learner, '您已经评价过了')

  await manager.page.reload()
  await sees(manager, '1 / 1 人已答')
  await manager.page.getByRole('button', { name: '现在截止“已上的一课”？' }).click()
  await manager.page.getByRole('dialog').getByRole('button', { name: '现在截止', exact: true }).click()
  await sees(manager, '答卷不足，不显示')
  equal([...office.errors, ...manager.errors, ...learner.errors], [], 'errors of the pages')
  for (const somebody of [office, manager, learner]) await somebody.close()
})
