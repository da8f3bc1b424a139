// tests/browser/accounts.mjs: many accounts at once: the bar over the list, roles until a day, and what could not be done.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const LOGINS = ['bulk-one', 'bulk-two', 'bulk-three']
const day = (days) => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)

const row = (page, login) => page.locator('tbody tr').filter({ hasText: login })
const dialog = (page) => page.getByRole('dialog').last()
async function choose({ page }, logins) {
  for (const login of logins) await row(page, login).getByRole('checkbox').check()
  await page.getByText(`已选 ${logins.length} 项`).waitFor()
}
const done = ({ page }, n) => page.getByText(`已办理 ${n} 个账号。`).last().waitFor()

// Accounts of nobody, which no other test knows.
async function makeAccounts(admin) {
  const ids = {}
  for (const login of LOGINS) {
    const made = await admin.ask('POST', '/accounts', { login, name: `批量${login}`, password: 'first-password-1' })
    check(made.status === 201, `${login}: ${JSON.stringify(made.body)}`)
    ids[login] = made.body.id
  }
  return ids
}

async function grantUntil(secadmin, ids) {
  const { page } = secadmin
  await secadmin.go('/accounts?q=bulk-')
  await choose(secadmin, LOGINS)
  await secadmin.shot('bulk-bar')
  await page.getByRole('button', { name: '授予角色' }).first().click()
  const box = page.getByRole('dialog', { name: /个账号授予角色/ })
  await box.getByLabel(/^角色/).selectOption({ label: '单位联络员' })
  await box.getByLabel(/^组织/).first().click()
  await dialog(page).getByRole('treeitem').first().click()
  await box.getByLabel(/^结束/).fill(day(30))
  await box.getByLabel(/^结束/).press('Tab')
  await accessible(page, 'granting a role to many')
  await secadmin.shot('bulk-grant')
  await box.getByRole('button', { name: '授予角色' }).click()
  await done(secadmin, LOGINS.length)
  for (const login of LOGINS) {
    const { body } = await secadmin.ask('GET', `/accounts/${ids[login]}/roles`)
    equal(body.items.map((r) => [r.role, r.until_on]), [['liaison', day(30)]], `roles of ${login}`)
  }
}

async function disableOnAPhone(admin, ids) {
  const { page } = admin
  await admin.go('/accounts?q=bulk-')
  await choose(admin, LOGINS.slice(0, 2))
  await admin.shot('bulk-bar-phone')
  await page.getByRole('button', { name: '停用', exact: true }).click()
  await dialog(page).getByRole('button', { name: '停用', exact: true }).click()
  await done(admin, 2)
  for (const login of LOGINS) {
    const { body } = await admin.ask('GET', `/accounts/${ids[login]}`)
    equal(body.state, login === 'bulk-three' ? 'active' : 'disabled', `state of ${login}`)
  }
}

// The security administrator's account is nobody else's to close: that one is named, with the reason; the other is done.
async function whatFailsIsNamed(admin, ids) {
  const { page } = admin
  const guarded = (await admin.ask('GET', '/accounts?q=secadmin&limit=1')).body.items[0]
  await admin.ask('PUT', `/accounts/${ids['bulk-one']}`, { ...(await admin.ask('GET', `/accounts/${ids['bulk-one']}`)).body, state: 'active' })
  await admin.go('/accounts?q=bulk-one')
  await choose(admin, ['bulk-one'])
  await page.getByRole('searchbox').first().fill('secadmin')
  await row(page, 'secadmin').getByRole('checkbox').check()
  await page.getByText('已选 2 项').waitFor()
  await page.getByRole('button', { name: '停用', exact: true }).click()
  await dialog(page).getByRole('button', { name: '停用', exact: true }).click()
  await page.getByRole('heading', { name: '1 个没有办成' }).waitFor()
  await dialog(page).getByRole('link', { name: guarded.login, exact: true }).waitFor()
  await accessible(page, 'what could not be done')
  await admin.shot('bulk-failed')
  await dialog(page).getByRole('button', { name: '关闭', exact: true }).last().click()
  equal((await admin.ask('GET', `/accounts/${guarded.id}`)).body.state, 'active', 'state of the security administrator')
}

test('roles until a day are granted to many accounts at once, some are closed on a phone, and what fails is named', async (city) => {
  const admin = await person(city, 'sysadmin', desk)
  const secadmin = await person(city, 'secadmin', desk)
  const onPhone = await person(city, 'sysadmin', phone)
  const ids = await makeAccounts(admin)
  await grantUntil(secadmin, ids)
  await disableOnAPhone(onPhone, ids)
  await whatFailsIsNamed(admin, ids)
  equal([...admin.errors, ...secadmin.errors, ...onPhone.errors], [], 'errors of the pages')
  for (const somebody of [admin, secadmin, onPhone]) await somebody.close()
})
