// tests/browser/city.mjs: a small demo city, served by the real program, and people who open it in real browsers.
import { spawn, spawnSync } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { mkdtempSync, readFileSync, rmSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..')
const program = process.env.TONGKE_PROGRAM ?? join(root, 'build/tongke')
export const shots = process.env.TONGKE_SHOTS ?? ''

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required']

export const desk = { viewport: { width: 1440, height: 900 } }
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

// Makes the city and serves it; close() ends both and removes it. `flags`: more of `tongke serve`.
export async function openCity({ people, seed = 1, flags = [] }) {
  const data = mkdtempSync(join(tmpdir(), 'tongke-browser-'))
  run(['demo', '--data', data, '--people', String(people), '--seed', String(seed)])
  return serve(data, { demo: JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) }, 0, flags)
}

// A server with nobody on it but those whom the operator's manual makes.
export async function openEmpty({ port = 0, flags = [] } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'tongke-empty-'))
  const password = 'operators-own-1'
  run(['org', 'init', '--data', data, '--name', '新市'])
  for (const [login, name, role] of [['sys', '系统管理员', 'sysadmin'], ['sec', '安全管理员', 'secadmin'], ['edu', '培训处', 'office']])
    run(['user', 'add', login, '--data', data, '--name', name, '--role', role], `${password}\n`)
  return serve(data, { password }, port, flags)
}

function run(words, input) {
  const made = spawnSync(program, words, { encoding: 'utf8', input })
  if (made.status !== 0) throw new Error(`tongke ${words.join(' ')}: ${made.stderr}`)
}

// A port that nobody listens on.
export async function freePort() {
  const probe = createServer()
  await new Promise((ready) => probe.listen(0, '127.0.0.1', ready))
  const { port } = probe.address()
  await new Promise((ended) => probe.close(ended))
  return port
}

async function serve(data, more, listen = 0, words = []) {
  const rtmp = await freePort()
  const server = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${listen}`, '--rtmp-port', String(rtmp), ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
  const port = await new Promise((found, failed) => {
    let text = ''
    server.stderr.on('data', (bytes) => {
      text += bytes
      const ready = text.match(/ready in .*port (\d+)/)
      if (ready) found(Number(ready[1]))
    })
    server.on('exit', (status) => failed(new Error(`the server ended with ${status}: ${text}`)))
  })
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
  return {
    base: `http://127.0.0.1:${port}`, data, browser, ...more,
    verify: () => spawnSync(program, ['verify', '--data', data], { encoding: 'utf8' }),
    async close() {
      await browser.close()
      server.removeAllListeners('exit')
      server.kill('SIGTERM')
      await new Promise((ended) => server.once('exit', ended))
      rmSync(data, { recursive: true, force: true })
    },
  }
}

// A wire between one browser and the server, to be cut: what hangs on it is torn off, and nothing gets through until it is
// mended. (A browser that is set offline keeps the WebSockets that are open.)
export async function openWire(city) {
  const { hostname, port } = new URL(city.base)
  const ends = new Set()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return near.destroy()
    const far = connect(Number(port), hostname)
    for (const [end, other] of [[near, far], [far, near]]) {
      ends.add(end)
      end.on('error', () => other.destroy())
      end.on('close', () => (ends.delete(end), other.destroy()))
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const tear = () => [...ends].forEach((end) => end.destroy())
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    cut: () => ((whole = false), tear()),
    mend: () => (whole = true),
    close: () => (tear(), new Promise((ended) => server.close(ended))),
  }
}

// The cookies of who has signed in once: the form and its slow hash are tested where signing in is the point.
async function cookiesOf(city, context, login) {
  city.cookies ??= new Map()
  if (!city.cookies.has(login)) {
    const reply = await context.request.post(`${city.base}/api/v1/session`, { data: { login, password: city.demo.password } })
    if (!reply.ok()) throw new Error(`${login} cannot sign in: ${reply.status()} ${await reply.text()}`)
    city.cookies.set(login, await context.cookies())
  }
  return city.cookies.get(login)
}

// What a page asks the server for, in order, and how much is still on its way.
function watch(page) {
  const asked = { list: [], open: 0, quiet_since: Date.now() }
  // Scripts and styles of a page count as being on their way; what a lesson streams never ends.
  const counts = (request) => !/^(data|blob):|\/media\/|\/hls\//.test(request.url())
  const ended = (request) => {
    if (!counts(request)) return
    asked.open--
    asked.quiet_since = Date.now()
  }
  page.on('request', (request) => {
    if (!counts(request)) return
    if (new URL(request.url()).pathname.startsWith('/api/v1/')) asked.list.push(`${request.method()} ${request.url().replace(/^.*\/api\/v1/, '')}`)
    asked.open++
  })
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return asked
}

// Until the page has what it asked for: it has begun (every page first asks who is there), nothing is on its way for a moment,
// and no grey lines stand where a text will be.
async function settled(page, asked, begun = 0) {
  asked.quiet_since = Date.now()
  for (const until = Date.now() + 15000; Date.now() < until; ) {
    if (asked.list.length >= begun && asked.open <= 0 && Date.now() - asked.quiet_since > 80 && !(await page.locator('.skeleton').count())) return
    await new Promise((later) => setTimeout(later, 20))
  }
}

// Somebody in a browser of their own. Errors that a page throws are collected: a test that ends with any has failed.
export async function person(city, login, device = desk, locale = 'zh-CN') {
  const context = await city.browser.newContext({ ...device, locale, reducedMotion: 'reduce' })
  if (login) await context.addCookies(await cookiesOf(city, context, login))
  const page = await context.newPage()
  const asked = watch(page)
  const errors = []
  page.on('pageerror', (error) => errors.push(`${login}: ${error.message}`))
  page.on('response', async (reply) => {
    if (reply.status() !== 422 || !/\/api\/v1\/[^?]*\?/.test(reply.url())) return
    const problem = await reply.json().catch(() => ({}))
    if (/^input\.(unknown_parameter|parameter_twice)$/.test(problem.code)) errors.push(`${login}: ${reply.url()}: ${problem.detail}`)
  })
  page.setDefaultTimeout(15000)
  return {
    page, errors, login, asked,
    async go(path) {
      const begun = asked.list.length + 1
      await page.goto(city.base + path)
      await settled(page, asked, begun)
    },
    // The same without a new page load, as a link inside of the program goes there.
    async walk(path) {
      if (page.url() === 'about:blank') return this.go(path)
      await page.evaluate((to) => (history.pushState(null, '', to), dispatchEvent(new PopStateEvent('popstate', { state: null }))), path)
      await page.waitForURL((url) => url.pathname === path.split('?')[0])
      await settled(page, asked)
    },
    async shot(name) {
      if (!shots) return
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, `${name}.png`) })
    },
    // Asks the API as the page would, with its cookie and token.
    async ask(method, path, body) {
      if (!this.csrf) this.csrf = (await (await context.request.get(`${city.base}/api/v1/session`)).json()).csrf
      const reply = await context.request.fetch(`${city.base}/api/v1${path}`, { method, headers: { 'x-csrf-token': this.csrf }, ...(body === undefined ? {} : { data: body }) })
      const text = await reply.text()
      return { status: reply.status(), body: text ? JSON.parse(text) : null }
    },
    close: () => context.close(),
  }
}
