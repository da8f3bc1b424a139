// tests/browser/provider.mjs: signing in at somebody else's, in real browsers: npm's oidc-provider, started as the system test
// starts it, is on the other side.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { accessible, check, equal, test } from './check.mjs'
import { freePort, openEmpty, person, phone } from './city.mjs'
import { codeOf, stepNow } from './totp.mjs'

const script = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../system/provider/provider.mjs')
const TITLE = '统一身份认证'

// The provider must know where our server is, and the other way round: our port is chosen first.
async function openBoth() {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const provider = spawn('node', [script, `${base}/oidc`, `${base}/sign-in`], { stdio: ['ignore', 'pipe', 'ignore'] })
  const issuer = `http://127.0.0.1:${Number(await new Promise((line, failed) => (provider.stdout.once('data', line), provider.once('exit', failed))))}`
  const folder = mkdtempSync(join(tmpdir(), 'tongke-oidc-'))
  const config = join(folder, 'oidc.json')
  writeFileSync(config, JSON.stringify({ providers: [
    { name: 'city', title: TITLE, title_en: 'City sign-in', issuer, client_id: 'tongke', client_secret: 'a secret: with & marks', sign_out: true }] }))
  const city = await openEmpty({ port, flags: ['--oidc', config, '--public-url', base] })
  const known = async () => (await fetch(`${base}/api/v1/oidc/start`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"provider":"city"}' })).ok
  while (!(await known())) await new Promise((later) => setTimeout(later, 100))
  return {
    city, issuer,
    spoil: (mode) => fetch(`${issuer}/test`, { method: 'POST', body: JSON.stringify({ mode }) }),
    async close() {
      await city.close()
      provider.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// Once somebody was there, a page is opened by its address: what is on its way is counted for our own pages only.
// Somebody who is sent from our page to the provider's and signs in there. Nothing but the two servers is reached.
async function goThere(both, device, from = '/sign-in') {
  const somebody = await person(both.city, '', device)
  await somebody.page.context().route((url) => url.hostname !== '127.0.0.1', (route) => route.abort())
  await somebody.go(from)
  await somebody.page.getByRole('button', { name: `用“${TITLE}”登录` }).click()
  await somebody.page.waitForURL(`${both.issuer}/interaction/**`)
  return somebody
}
async function signInThere({ page }, subject) {
  await page.locator('input[name=login]').fill(subject)
  await page.locator('input[name=password]').fill('whatever')
  await page.locator('button[type=submit]').click()
  await page.getByRole('button', { name: 'Continue' }).click()
}
const sees = (page, text) => page.getByText(text).first().waitFor()
const heading = ({ page }, name) => page.getByRole('heading', { name }).waitFor()
const arrives = ({ page }, path) => page.waitForURL((url) => url.port && url.pathname === path)

async function link(somebody, login, password) {
  await somebody.page.getByLabel(/^账号/).fill(login)
  await somebody.page.getByLabel(/^密码/).fill(password)
  await somebody.page.getByRole('button', { name: '关联并登录' }).click()
}

async function firstTimeAndOut(both) {
  const edu = await goThere(both)
  const { page } = edu
  await signInThere(edu, 'u-edu')
  await heading(edu, '关联您的账号')
  await accessible(page, 'linking an account')
  await link(edu, 'edu', 'not-the-password')
  await sees(page, '登录名或密码不对')
  await edu.shot('provider-link-wrong')
  await link(edu, 'edu', both.city.password)
  await arrives(edu, '/')
  equal((await edu.ask('GET', '/session')).body.login, 'edu', 'who signed in')
  await page.goto(`${both.city.base}/identities`)
  await sees(page, 'u-edu')
  await accessible(page, 'ways to sign in')
  await edu.shot('provider-identities')
  const step = stepNow()
  const { secret } = (await edu.ask('POST', '/session/factor')).body
  check((await edu.ask('POST', '/session/factor/confirm', { code: codeOf(secret, step) })).status < 300, 'a second factor is set up')
  await page.getByRole('button', { name: /培训处/ }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL(`${both.issuer}/session/end**`)
  await page.getByRole('button', { name: /sign me out/i }).first().click()
  await page.waitForURL(`${both.city.base}/sign-in**`)
  equal(edu.errors, [], 'errors of the pages')
  await edu.close()
  return { secret, step }
}

async function againWithTheSecondFactor(both, { secret, step }) {
  const edu = await goThere(both, phone, '/sign-in?to=/identities')
  await signInThere(edu, 'u-edu')
  await heading(edu, '二次验证')
  await accessible(edu.page, 'the code after a provider')
  await edu.page.getByLabel(/^验证码/).fill('000000')
  await edu.page.getByRole('button', { name: '登录', exact: true }).click()
  await sees(edu.page, '验证码不对或已用过')
  await edu.shot('provider-code-phone')
  await edu.page.getByLabel(/^验证码/).fill(codeOf(secret, step + 1))
  await edu.page.getByRole('button', { name: '登录', exact: true }).click()
  await arrives(edu, '/identities')
  await sees(edu.page, 'u-edu')
  await edu.shot('provider-identities-phone')
  equal(edu.errors, [], 'errors of the pages')
  await edu.close()
}

async function nobodyComesIn(both) {
  const stranger = await goThere(both, phone)
  const { page } = stranger
  await signInThere(stranger, 'u-nobody')
  await heading(stranger, '关联您的账号')
  await stranger.shot('provider-link-phone')
  await page.getByRole('link', { name: '取消' }).click()
  await arrives(stranger, '/sign-in')
  await stranger.shot('provider-sign-in-phone')
  await page.goto(`${both.city.base}/oidc?state=made-up&code=made-up`)
  await sees(page, '这个登录答复不属于本次登录')
  await stranger.shot('provider-over-phone')
  equal(new URL(page.url()).search, '', 'what came back stays out of the address bar')
  equal((await stranger.ask('GET', '/session')).status, 401, 'nobody is signed in')
  await stranger.close()
}

async function whatGoesWrongIsSaid(both) {
  const somebody = await goThere(both)
  const { page } = somebody
  await page.getByRole('link', { name: /cancel/i }).click()
  await heading(somebody, '登录没有完成')
  await sees(page, '您在身份提供方取消了登录')
  await accessible(page, 'a sign-in that is over')
  await somebody.shot('provider-over')
  await both.spoil('signature')
  await page.getByRole('link', { name: '回到登录页' }).click()
  await page.getByRole('button', { name: `用“${TITLE}”登录` }).click()
  await page.waitForURL(`${both.issuer}/interaction/**`)
  await signInThere(somebody, 'u-edu')
  await sees(page, '签名不对')
  await both.spoil('good')
  const fresh = await person(both.city, '')
  await fresh.go('/oidc')
  await sees(fresh.page, '找不到这次登录')
  equal([...somebody.errors, ...fresh.errors], [], 'errors of the pages')
  await somebody.close()
  await fresh.close()
}

test('somebody signs in at a provider: links the account once, gives the code, signs out of both; a stranger is told why not', async () => {
  const both = await openBoth()
  try {
    await againWithTheSecondFactor(both, await firstTimeAndOut(both))
    await nobodyComesIn(both)
    await whatGoesWrongIsSaid(both)
  } finally {
    await both.close()
  }
})
