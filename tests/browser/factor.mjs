// tests/browser/factor.mjs: a password of one's own, and the second factor, on the screen.
import { check, equal, test } from './check.mjs'
import { desk, person } from './city.mjs'
import { codeOf, stepNow } from './totp.mjs'

test('a password is changed, and a second factor set up and asked for', async (city) => {
  const liaison = await person(city, 'liaison', desk)
  const { page } = liaison
  await liaison.go('/password')
  await page.getByLabel(/^当前密码/).fill(city.demo.password)
  await page.getByLabel(/^新密码/).fill('another-long-one-5')
  await page.getByLabel(/^再输入/).fill('another-long-one-5')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('密码已修改').first().waitFor()

  await liaison.go('/second-factor')
  await page.getByRole('button', { name: '开始设置' }).click()
  await page.getByAltText('二次验证的二维码').waitFor()
  const secret = await page.locator('ol code').innerText()
  await liaison.shot('factor-setup')
  const step = stepNow()
  await page.getByLabel('验证码').fill(codeOf(secret, step))
  await page.getByRole('button', { name: '启用', exact: true }).click()
  await page.getByRole('heading', { name: '恢复码' }).waitFor()
  equal(await page.locator('.codes li').count(), 10, 'recovery codes')
  await liaison.shot('factor-codes')
  equal(liaison.errors, [], 'errors of the pages')
  await liaison.close()

  const again = await person(city, '')
  await again.go('/sign-in')
  await again.page.getByLabel('账号', { exact: true }).fill('liaison')
  await again.page.getByLabel('密码', { exact: true }).fill('another-long-one-5')
  await again.page.getByRole('button', { name: '登录', exact: true }).click()
  await again.page.getByLabel('验证码').fill(codeOf(secret, step + 1))
  await again.shot('factor-asked')
  await again.page.getByRole('button', { name: '登录', exact: true }).click()
  await again.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  const off = await again.ask('POST', '/session/factor/off', { code: codeOf(secret, step + 1) })
  check(off.status === 422, 'a code is good for once')
  await again.close()
})
