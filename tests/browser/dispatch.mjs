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

// The job has counted the round.
async function counted(office, round) {
  for (let tries = 0; tries < 240; tries++) {
    if ((await office.ask('GET', `/dispatch/rounds/${round}/outcome`)).body.lines.length) return
    await office.page.waitForTimeout(500)
  }
  check(false, 'the round was counted within two minutes')
}

// Other seats for a class, over the whole plan: computed in the background, and the round stays as it is.
async function tryWhatIf(office) {
  await office.page.getByRole('tab', { name: '如果……' }).click()
  await office.page.getByLabel('改为（人）').fill('2')
  await button(office, '试算').click()
  await sees(office, /变动 \d+ 人，目标值/)
  await accessible(office.page, 'what if')
  await office.shot('dispatch-what-if')
}

// Somebody who was left out changes places with one who has a seat; the cost stands there before it is done.
async function changePlaces(office, notWith) {
  await office.page.getByLabel('安排').selectOption('false')
  await sees(office, '未安排')
  const left = office.page.getByRole('row').filter({ hasText: '未安排' }).filter({ hasNot: office.page.getByText('没有面向') }).first()
  await left.getByRole('button', { name: '调整' }).click()
  const dialog = office.page.getByRole('dialog')
  await dialog.getByLabel('改到').selectOption({ label: '调训浏览器二班' })
  const others = dialog.getByLabel('与谁对调')
  await others.waitFor()
  const other = await others.locator('option').evaluateAll((all, me) => all.find((o) => o.value && !o.textContent.startsWith(me)).value, notWith)
  await others.selectOption(other)
  await dialog.getByText(/方案(会变差|不会变差)/).waitFor()
  await dialog.getByText(/对调，/).waitFor()
  await accessible(office.page, 'changing places')
  await office.shot('dispatch-swap')
  await dialog.getByLabel('原因').fill('骨干')
  await dialog.getByRole('button', { name: '对调' }).click()
  await sees(office, '已保存')
}

// Somebody is barred after the plan was computed: it stands among the clashes before publishing.
async function seesClash(office, round, notName) {
  const version = (await office.ask('GET', `/dispatch/rounds/${round}`)).body.chosen_id
  const placed = (await office.ask('GET', `/dispatch/versions/${version}/places?placed=true&limit=20`)).body.items
  const one = placed.find((p) => p.person_name !== notName)
  const bar = await office.ask('POST', `/dispatch/rounds/${round}/wishes`, { person_id: one.person_id, kind: 'bar', reason: '另有任务' })
  equal(bar.status, 201, 'barred')
  // ... and the plan is older than that: told above every tab of the round
  await office.page.getByRole('link', { name: '计算与比较' }).click()
  await office.page.getByRole('heading', { name: /之后有变化/ }).waitFor()
  await accessible(office.page, 'a plan older than what it was computed from')
  await office.shot('dispatch-plan-old')
  await office.page.getByRole('link', { name: '审定', exact: true }).click()
  await office.page.getByRole('tab', { name: '冲突' }).click()
  const row = office.page.getByRole('row').filter({ hasText: '计算后被排除' })
  await row.waitFor()
  check((await row.textContent()).includes(one.person_name), 'the clash names the person')
  await accessible(office.page, 'clashes of a version')
  await office.shot('dispatch-clashes')
  const saved = office.page.waitForEvent('download')
  await office.page.getByRole('button', { name: /CSV/ }).click()
  equal((await saved).suggestedFilename(), '浏览器批次 冲突.csv', 'the table is saved')
  equal((await office.ask('DELETE', `/dispatch/wishes/${bar.body.id}`)).status, 204, 'the bar is taken back')
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
  await office.page.getByRole('tab', { name: '日历' }).click()
  await sees(office, /最接近离岗上限的单位/)
  await accessible(office.page, 'a version on the calendar')
  await office.shot('dispatch-review-calendar')
  await tryWhatIf(office)
  await office.page.getByRole('tab', { name: '按单位' }).click()
  await sees(office, '未安排的钉子户')
  await office.page.getByRole('tab', { name: '按人员' }).click()
  await sees(office, /理由/)
  await accessible(office.page, 'people of a version')
  await office.shot('dispatch-review-person')
  await changePlaces(office, me.name)
  await seesClash(office, round, me.name)
  await button(office, '审定通过').click()
  await button(office, '发布通知').click()
  await office.page.getByRole('dialog').getByRole('button', { name: /发布/ }).click()
  await office.page.getByRole('button', { name: /^逾期未回执 0/ }).waitFor()
  await office.page.getByRole('button', { name: /^待回执 \d/ }).click()
  await office.page.getByRole('cell', { name: '待回执' }).first().waitFor()
  equal(new URL(office.page.url()).searchParams.get('state'), 'sent', 'a number is the filter of the list behind it')
  await accessible(office.page, 'calls of a round')
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

  // what it did, on the round and on the board, with the lists by name behind
  await office.go(`/dispatch/rounds/${round}/outcome`)
  await sees(office, '按班次')
  await counted(office, round)
  await office.page.reload()
  await sees(office, '全部被调训者')
  await accessible(office.page, 'the outcome of a round')
  await office.shot('dispatch-outcome')
  await office.go('/board')
  await sees(office, /调训成效：/)
  await office.page.getByRole('region', { name: '三类名单' }).scrollIntoViewIfNeeded()
  await office.shot('dispatch-board')
  await office.page.getByRole('region', { name: '三类名单' }).locator('dl a').first().click()
  await sees(office, /个月没有集中培训/)
  equal([...office.errors, ...learner.errors], [], 'errors of the pages')
  await office.close()
  await learner.close()
})

// Left out last term, the person objects; the office agrees, and both see what follows.
async function objectsAndIsHeard(office, called) {
  await called.go('/learn/dispatch')
  const places = called.page.getByRole('region', { name: '各批次的安排与理由' }).getByRole('listitem').filter({ hasText: '上学期调训批次' })
  await places.getByRole('button', { name: '提出异议' }).click()
  await called.page.getByRole('dialog').getByRole('textbox').fill('上学期没有安排我，请复核')
  await called.page.getByRole('dialog').getByRole('button', { name: '提出异议' }).click()
  await sees(called, /前答复/)
  equal(await places.getByRole('button', { name: '提出异议' }).count(), 0, 'it is not contested twice')
  await office.go('/dispatch/objections')
  await office.page.getByRole('row').filter({ hasText: '上学期没有安排我' }).getByRole('button', { name: '答复' }).click()
  await office.page.getByRole('dialog').getByRole('textbox').fill('情况属实')
  await office.page.getByRole('dialog').getByRole('button', { name: '成立', exact: true }).click()
  await sees(office, '下一批次优先安排')
  await office.shot('dispatch-phone-objections')
  await called.page.reload()
  await sees(called, '下一批次优先安排')
  await accessible(called.page, 'what dispatch decided about me')
}

test('the office reviews the demo city’s draft round on a phone and at a desk, and the printed notice fills a page', async (city) => {
  const office = await person(city, 'office', phone)
  const called = await person(city, 'called', desk)
  const draft = (await office.ask('GET', '/dispatch/rounds?state=solved')).body.items.find((r) => r.title.includes('演示'))
  check(draft, 'the demo city has a round to review')
  await office.go(`/dispatch/rounds/${draft.id}/review`)
  for (const [tab, text] of [['按班次', /\d+ \/ \d+/], ['日历', /最接近离岗上限的单位/], ['按单位', /人数/], ['按人员', /理由/], ['如果……', /试算/]]) {
    await office.page.getByRole('tab', { name: tab }).click()
    await sees(office, text)
    const wide = await office.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    check(wide <= 0, `${tab} fits a phone (${wide} px too wide)`)
    await office.shot(`dispatch-phone-${tab.replace('……', '')}`)
  }
  await accessible(office.page, 'the review on a phone')
  await office.page.getByRole('tab', { name: '冲突' }).click()
  await sees(office, '没有冲突。')

  // the policy in plain words, with the day and the source of each rule
  await office.go(`/dispatch/rounds/${draft.id}`)
  await sees(office, /满36个月没有集中培训记录/)
  const policyWide = await office.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  check(policyWide <= 0, `the policy fits a phone (${policyWide} px too wide)`)
  await accessible(office.page, 'the policy on a phone')
  await office.page.getByRole('heading', { name: '政策' }).scrollIntoViewIfNeeded()
  await office.shot('dispatch-phone-policy')

  // last term's round has done something: people came, and left the list
  const past = (await office.ask('GET', '/dispatch/rounds?state=closed')).body.items.find((r) => r.title.includes('上学期'))
  check(past, 'the demo city has a round of last term')
  const outcome = (await office.ask('GET', `/dispatch/rounds/${past.id}/outcome`)).body
  check(outcome.lines[0].came > 0 && outcome.lines[0].absent > 0 && outcome.lines[0].excused > 0, 'some came, some did not, one was excused')
  equal(outcome.lines[0].waiting, 0, 'nothing of it waits')
  check(outcome.lines.find((l) => l.list === 'never').left_list > 0, 'somebody left the list of the never-trained')
  equal([...new Set(outcome.classes.map((k) => k.class_state))], ['confirmed'], 'its classes are posted')
  await office.go(`/dispatch/rounds/${past.id}/outcome`)
  await sees(office, '全部被调训者')
  await office.shot('dispatch-phone-outcome')

  const wide = await person(city, 'office', desk)
  await wide.go(`/dispatch/rounds/${draft.id}/review`)
  await wide.page.getByRole('tab', { name: '日历' }).click()
  await sees(wide, /最接近离岗上限的单位/)
  await wide.shot('dispatch-demo-calendar')
  await wide.go(`/dispatch/rounds/${past.id}/outcome`)
  await sees(wide, '全部被调训者')
  await wide.shot('dispatch-demo-outcome')
  await wide.close()

  await called.go('/learn/dispatch')
  await called.page.getByRole('main').getByRole('link', { name: /（调训）/ }).first().click()
  await sees(called, '您的回执')
  await called.page.emulateMedia({ media: 'print' })
  const pdf = await called.page.pdf({ format: 'A4', path: process.env.TONGKE_SHOTS ? `${process.env.TONGKE_SHOTS}/dispatch-notice.pdf` : undefined })
  check(pdf.length > 5000, 'the notice prints')
  check(!(await called.page.getByText('您的回执').isVisible()), 'the printed notice is the notice alone')
  await called.page.emulateMedia({ media: null })
  await objectsAndIsHeard(office, called)
  equal([...office.errors, ...called.errors], [], 'errors of the pages')
  await office.close()
  await called.close()
})
