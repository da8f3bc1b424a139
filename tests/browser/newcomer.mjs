// tests/browser/newcomer.mjs: from an empty server to hours in a ledger, by somebody who has read the operator's manual's
// four commands and nothing else: every step is a click or a typed word on a page that leads to the next.
import { check, equal, test } from './check.mjs'
import { openEmpty, person } from './city.mjs'

const day = (days) => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)
const CLICKS_MAX = 75

// What a person does, counted: clicks, and fields filled.
function hand(somebody, counts) {
  const { page } = somebody
  const last = () => page.getByRole('dialog').last()
  const press = async (where) => (counts.clicks++, await where.click())
  const enter = async (where, text) => (counts.fields++, await where.fill(text))
  return {
    page,
    async signIn(login, password) {
      await page.goto(`${somebody.base}/sign-in`)
      await enter(page.getByLabel('账号', { exact: true }), login)
      await enter(page.getByLabel('密码', { exact: true }), password)
      await press(page.getByRole('button', { name: '登录', exact: true }))
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    },
    go: (name) => press(page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name, exact: true })),
    link: (name) => press(page.getByRole('main').getByRole('link', { name }).first()),
    button: (name) => press(page.getByRole('main').getByRole('button', { name }).first()),
    option: (name) => press(page.getByRole('option', { name: new RegExp(name) }).first()),
    yes: async (name) => {
      await press(last().getByRole('button', { name, exact: true }))
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    },
    inDialog: (name) => press(last().getByRole('button', { name }).first()),
    fill: (label, text) => enter(page.getByLabel(label).locator('visible=true').last(), text),
    choose: async (label, option) => (counts.fields++, await last().getByLabel(label).selectOption({ label: option })),
    async unit(label, name) {
      await press(last().getByLabel(label))
      await press(last().getByRole('treeitem', { name: new RegExp(name) }).first())
    },
    sees: (text) => page.getByText(text).locator('visible=true').first().waitFor(),
  }
}

async function addOrg(edu, name, kind) {
  await edu.button('新增下级组织')
  await edu.fill(/^名称/, name)
  await edu.choose(/^类型/, kind)
  await edu.yes('保存')
  await edu.sees(name)
}

async function addPerson(edu, name, unit) {
  await edu.button('新增人员')
  await edu.fill(/^姓名/, name)
  await edu.unit(/^单位/, unit)
  await edu.yes('保存')
  await edu.sees(name)
}

test('from an empty server to a class with a roll and posted hours, by clicks alone', async () => {
  const city = await openEmpty()
  const counts = { clicks: 0, fields: 0 }
  const [first, second, third, fourth] = await Promise.all(['', '', '', ''].map(() => person(city, '')))
  for (const one of [first, second, third, fourth]) one.base = city.base
  const [edu, sys, sec, me] = [first, second, third, fourth].map((one) => hand(one, counts))

  // the office: schools and units, people
  await edu.signIn('edu', city.password)
  await edu.sees('从这里开始')
  await first.shot('newcomer-home')
  await edu.link('建立学校、教学点和单位')
  await edu.sees('下级组织')
  await addOrg(edu, '市委党校', '市委党校')
  await edu.go('组织')
  await addOrg(edu, '市教育局', '单位')
  await edu.go('人员')
  await addPerson(edu, '王老师', '市委党校')
  await edu.go('人员')
  await addPerson(edu, '李学员', '市教育局')

  // the learner's account, and its role by another hand
  await sys.signIn('sys', city.password)
  await second.shot('newcomer-sysadmin')
  await sys.link('账号')
  await sys.button('新建账号')
  await sys.fill('人员', '李学员')
  await sys.option('李学员')
  await sys.fill(/^账号/, 'li')
  await sys.fill(/^初始密码/, 'first-password-1')
  await sys.yes('新建')
  await sec.signIn('sec', city.password)
  await sec.link('角色')
  await sec.link('li')
  await sec.button('授予角色')
  await sec.choose(/^角色/, '学员')
  await sec.unit(/^组织/, '市教育局')
  await sec.yes('授予角色')

  // a course, a programme, a class
  await edu.go('课程')
  await edu.link('新建课程')
  await edu.fill(/^课程名称/, '第一课')
  await edu.button('发布')
  await edu.sees('已发布')
  await edu.go('培训方案')
  await edu.link('新建方案')
  await edu.fill(/^方案名称/, '第一个方案')
  await edu.button('添加“第一课”')
  await edu.button('发布')
  await edu.link('据此开班')
  await edu.fill(/^开班日期/, day(-1))
  await edu.fill(/^结业日期/, day(0))
  await edu.button('新建')
  await edu.sees('筹备')
  await edu.button('开放报名')
  await edu.yes('确定')

  // timetable, people
  await edu.link('课表')
  await edu.button('新增课次')
  await edu.fill(/^课程/, '第一课')
  await edu.option('第一课')
  await edu.fill(/^日期/, day(-1))
  await edu.fill(/^开始/, '0900')
  await edu.fill(/^结束/, '1130')
  await edu.yes('保存')
  await edu.link('学员')
  await edu.button('选派学员')
  await edu.fill(/^搜索/, 'lxy')
  await edu.inDialog(/李学员/)
  await edu.inDialog('确定，选定 1 人')
  await edu.choose('报名方式', '直接确认')
  await edu.yes('确定，为 1 人报名')
  await edu.button('开班')
  await edu.yes('确定')

  // roll, end, hours
  await edu.link('签到')
  await edu.button('其余全部出勤')
  await edu.button('保存点名')
  await edu.sees(/已保存 1 人的点名/)
  await edu.button('结课')
  await edu.yes('确定')
  await edu.link('复核并确认学时')
  await edu.button('确认并记入学时')
  await edu.yes('确认并记入学时')
  await edu.sees('已确认：1 名学员共 4 学时记入账本。')

  // the learner finds them
  await me.signIn('li', 'first-password-1')
  await me.fill(/^当前密码/, 'first-password-1')
  await me.fill(/^新密码/, 'second-password-2')
  await me.fill(/^再输入/, 'second-password-2')
  await me.button('保存')
  await me.sees('密码已修改')
  await me.go('我的学时')
  await me.sees('第一个方案')
  await fourth.shot('newcomer-ledger')
  console.log(`          ${counts.clicks} clicks and ${counts.fields} fields from an empty server to posted hours`)
  check(counts.clicks <= CLICKS_MAX, `${counts.clicks} clicks`)
  for (const one of [first, second, third, fourth]) equal(one.errors, [], 'errors of the pages')
  equal(city.verify().status, 0, 'tongke verify')
  await city.close()
})
