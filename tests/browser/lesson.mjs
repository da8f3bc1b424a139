// tests/browser/lesson.mjs: one lesson with a teacher, a site and a learner on a phone, three browsers at once.
import { accessible, check, equal, test } from './check.mjs'
import { desk, openWire, person, phone } from './city.mjs'

const tab = (somebody, name) => somebody.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
const button = (somebody, name) => somebody.page.getByRole('button', { name, exact: true })
// A text may stand twice in a page, for the phone and for the desk: one of them is shown.
const sees = (somebody, text) => somebody.page.getByText(text).locator('visible=true').first().waitFor()

async function enter(city, login, device) {
  const somebody = await person(city, login, device)
  await somebody.page.goto(`${city.base}/live/${city.demo.session_id}`)
  return somebody
}

async function ask(somebody, text) {
  await tab(somebody, '提问')
  await somebody.page.getByLabel('向老师提问').fill(text)
  await button(somebody, '提问').click()
}

test('one lesson reaches a teacher, a site and a learner on a phone', async (city) => {
  const teacher = await enter(city, 'teacher', desk)
  const site = await enter(city, 'site-town', desk)
  const wire = await openWire(city)
  const learner = await enter({ ...city, base: wire.base }, 'learner', phone)

  // the teacher opens it; the picture plays everywhere
  await button(teacher, '开始上课').click()
  await sees(learner, '正在上课')
  await sees(site, '正在上课')
  await learner.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1, null, { timeout: 30000 })
  await site.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1, null, { timeout: 30000 })

  // who is there and who is absent, by site
  await sees(teacher, '各教学点到课情况')
  const reply = await teacher.ask('GET', `/sessions/${city.demo.session_id}/live/presence?limit=1000`)
  check(reply.status === 200 && reply.body.items.length > 20, 'the expected people are listed')

  // a question, voted for by the site, answered by the teacher
  await ask(learner, '双城经济圈的重点任务有哪些？')
  await sees(teacher, '双城经济圈的重点任务有哪些？')
  await tab(site, '提问')
  await site.page.getByRole('button', { name: /^赞同：双城经济圈/ }).click()
  await teacher.page.getByRole('button', { name: /1 人赞同/ }).waitFor()
  await button(teacher, '标记已解答').click()
  await sees(learner, '已解答')

  // comments
  await tab(learner, '弹幕')
  await learner.page.getByLabel('发弹幕').fill('讲得很清楚')
  await button(learner, '发送').click()
  await tab(teacher, '弹幕')
  await sees(teacher, '讲得很清楚')

  // hands, in order, and called
  await tab(learner, '举手')
  await learner.page.getByRole('button', { name: '举手', exact: true }).click()
  await tab(teacher, '举手')
  await teacher.page.getByRole('button', { name: /^请发言：/ }).first().click()
  await sees(learner, '老师请您发言')

  // a poll with instant results
  await tab(teacher, '投票')
  await button(teacher, '发起投票').click()
  await teacher.page.getByLabel('题目').fill('这节课的进度合适吗？')
  await button(teacher, '太快、合适、太慢').click()
  await button(teacher, '开始投票').click()
  await tab(learner, '投票')
  await learner.page.getByText('合适', { exact: true }).click()
  await button(learner, '提交').click()
  await sees(teacher, '1 人参与')

  await teacher.shot('lesson-teacher')
  await site.shot('lesson-site')
  await learner.shot('lesson-phone')
  for (const somebody of [teacher, site, learner]) await accessible(somebody.page, `the room of ${somebody.login}`)

  // the link breaks; what was said meanwhile is shown when it is back
  const back = learner.page.waitForEvent('websocket', { timeout: 60000 })
  wire.cut()
  await sees(learner, /连接中断/)
  await ask(site, '断线期间的提问')
  await tab(teacher, '提问')
  await sees(teacher, '断线期间的提问')
  await tab(learner, '提问')
  equal(await learner.page.getByText('断线期间的提问').count(), 0, 'what is said behind a cut wire')
  wire.mend()
  check((await back).url().includes('since='), 'the new connection says what it has seen')
  await learner.page.getByText('断线期间的提问').locator('visible=true').first().waitFor({ timeout: 60000 })

  // the roll: the code on the site's screen is typed in by the learner; the site leader marks the classroom
  await tab(site, '签到码')
  const digits = (await site.page.locator('.digits').first().innerText()).replace(/\D/g, '')
  await button(learner, '签到').first().click()
  await learner.page.getByLabel('签到码').fill(digits)
  await learner.page.getByRole('dialog').getByRole('button', { name: '签到', exact: true }).click()
  await sees(learner, /签到成功|已签到/)
  await tab(site, '点名')
  await button(site, '其余全部出勤').click()
  await button(site, '保存点名').click()
  await sees(site, /已保存 \d+ 人的点名/)
  await site.shot('lesson-roll')

  // over
  await button(teacher, '下课').click()
  await teacher.page.getByRole('dialog').getByRole('button', { name: '下课', exact: true }).click()
  await sees(learner, /下课/)
  for (const somebody of [teacher, site, learner]) {
    equal(somebody.errors, [], `errors of the pages of ${somebody.login}`)
    await somebody.close()
  }
  await wire.close()
})

test('a confirmed class lands in every ledger, once', async (city) => {
  const manager = await person(city, 'manager')
  const classes = await manager.ask('GET', '/classes?state=ended')
  const klass = classes.body.items[0]
  const before = await manager.ask('GET', `/classes/${klass.id}/results`)
  check(before.body.items.length > 5, 'the review lists the people')
  const someone = before.body.items.find((row) => row.hours > 0)
  const first = await manager.ask('POST', `/classes/${klass.id}/confirm`, {})
  check(first.status < 300, `confirming answers ${first.status}: ${JSON.stringify(first.body)}`)
  const again = await manager.ask('POST', `/classes/${klass.id}/confirm`, {})
  check(again.status < 300, `confirming again answers ${again.status}`)
  const office = await person(city, 'office')
  await office.go(`/people/${someone.person_id}/ledger`)
  await sees(office, klass.title)
  equal(await office.page.getByText(klass.title).count(), 1, 'entries of the class in one ledger')
  await office.shot('ledger')
  const proof = city.verify()
  equal(proof.status, 0, `tongke verify says\n${proof.stdout}`)
  await manager.close()
  await office.close()
})

test('the board counts, and each number opens its list', async (city) => {
  const office = await person(city, 'office')
  await office.go('/board')
  await sees(office, '在册人员')
  await office.shot('board')
  const link = office.page.locator('.counts a').filter({ hasNotText: /^0$/ }).first()
  const number = Number((await link.innerText()).replace(/\D/g, ''))
  await link.click()
  await office.page.waitForURL(/board\/people/)
  const total = await office.ask('GET', `/board/people${new URL(office.page.url()).search}&count=true&limit=1`)
  equal(total.body.total, number, 'the list is as long as the number says')
  equal(office.errors, [], 'errors of the pages')
  await office.close()
})
