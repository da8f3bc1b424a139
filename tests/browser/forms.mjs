// tests/browser/forms.mjs: a seat is told by the bell, a class ends, a certificate is printed, anybody verifies it.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10)

// A class that is over, with this one learner who came.
async function finishedClass(office, learner, title) {
  const must = async (method, path, body) => {
    const reply = await office.ask(method, path, body)
    check(reply.status < 300, `${method} ${path}: ${JSON.stringify(reply)}`)
    return reply.body
  }
  const { items } = await must('GET', '/orgs?is_school=true&limit=1')
  const klass = await must('POST', '/classes', { org_id: items[0].id, title, starts_on: day(-400), ends_on: day(-398), seats_max: 5 })
  const session = await must('POST', `/classes/${klass.id}/sessions`, { kind: 'lecture', title: '第一讲', starts_at: `${day(-399)}T01:00:00Z`, ends_at: `${day(-399)}T03:30:00Z`, hours: 4 })
  await must('POST', `/classes/${klass.id}/state`, { state: 'open' })
  await must('POST', `/classes/${klass.id}/enrolments`, { person_ids: [learner], state: 'confirmed' })
  await must('PUT', `/sessions/${session.id}/roll`, { marks: [{ person_id: learner, state: 'present' }], paper: true, reason: '纸质签到表' })
  for (const state of ['running', 'ended']) await must('POST', `/classes/${klass.id}/state`, { state })
  await must('POST', `/classes/${klass.id}/confirm`, {})
  return klass.id
}

test('a learner hears of a seat, prints the certificate, and anybody verifies its number', async (city) => {
  const office = await person(city, 'office'), learner = await person(city, 'learner')
  const session = await learner.ask('GET', '/session')
  const title = '证书浏览器试验班'
  const id = await finishedClass(office, session.body.person_id, title)

  await learner.go('/')
  await learner.page.getByRole('link', { name: /通知，\d+ 条未读/ }).click()
  const notice = learner.page.getByRole('button', { name: new RegExp(`已录取参加：${title}`) })
  await notice.waitFor()
  await learner.shot('notices-with-one')
  await accessible(learner.page, '/notices')
  await notice.click()
  await learner.page.waitForURL(`**/learn/classes/${id}`)

  await learner.page.getByRole('button', { name: '领取结业证书' }).click()
  const link = learner.page.getByRole('link', { name: '打开结业证书' })
  await link.waitFor()
  const pdf = await learner.page.evaluate(async (href) => {
    const reply = await fetch(href)
    return { type: reply.headers.get('content-type'), head: (await reply.text()).slice(0, 5) }
  }, await link.getAttribute('href'))
  equal(pdf, { type: 'application/pdf', head: '%PDF-' }, 'the certificate')
  await learner.go('/papers')
  const number = (await learner.page.getByText(/20\d\d-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}/).first().innerText()).match(/20\d\d(-[0-9A-Z]{5}){3}/)[0]

  const visitor = await person(city, '', phone)
  await visitor.go('/verify')
  await visitor.page.getByLabel('编号', { exact: true }).fill(number.toLowerCase())
  await visitor.page.getByRole('button', { name: '核验' }).click()
  await visitor.page.getByText(title).waitFor()
  await visitor.page.getByText('有效', { exact: true }).waitFor()
  check(!(await visitor.page.getByRole('main').innerText()).includes(session.body.name), 'the whole name is shown')
  await accessible(visitor.page, '/verify')
  await visitor.shot('verify-phone')
  await visitor.go('/verify/2026-ZZZZZ-ZZZZZ-ZZZZZ')
  await visitor.page.getByRole('alert').getByText('没有这个编号').first().waitFor()

  await office.go(`/classes/${id}`)
  await office.page.getByRole('button', { name: '打印', exact: true }).click()
  await office.page.getByRole('button', { name: '结业证书' }).click()
  await office.page.getByText(number).waitFor()
  await office.shot('certificates')
  await accessible(office.page, 'the certificates of a class')
  equal([...office.errors, ...learner.errors, ...visitor.errors], [], 'errors of the pages')
  for (const somebody of [office, learner, visitor]) await somebody.close()
})

test('a paper sheet is typed in with the keyboard alone', async (city) => {
  const manager = await person(city, 'manager', desk)
  await manager.go(`/classes/${city.demo.class_id}/sheet`)
  const first = manager.page.locator('[data-cell="0:0"]')
  await first.waitFor()
  await first.focus()
  await manager.page.keyboard.press('3')
  await manager.page.keyboard.press('ArrowUp')
  check((await first.innerText()) === '×', 'the key 3 marks absence')
  check(await manager.page.locator('[data-cell="0:0"]').evaluate((e) => e === document.activeElement), 'the arrow goes back up')
  await manager.shot('sheet-typed')
  await manager.close()
})

test('a school changes the text of its certificate and sees it before it is saved', async (city) => {
  const academy = await person(city, 'academy', desk)
  await academy.go('/forms')
  await academy.page.getByLabel('标题').fill('培训结业证书')
  await academy.page.getByRole('img', { name: '样张' }).waitFor()
  await academy.shot('forms-academy')
  await academy.page.getByRole('button', { name: '保存为新版本' }).click()
  await academy.page.getByText('本单位自定，第 1 版').waitFor()
  equal(academy.errors, [], 'errors of the page')
  await academy.close()
})
