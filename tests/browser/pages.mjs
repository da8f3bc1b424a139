// tests/browser/pages.mjs: every page opens for whoever has it, at desk and phone size, without errors and barriers, and asks
// the server for no more than it shows.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const klass = ['', '/people', '/timetable', '/groups', '/leave', '/roll', '/assess', '/evaluations', '/files', '/handover', '/results'].map((tab) => `/classes/CLASS${tab}`)
const pages = {
  office: ['/', '/orgs', '/people', '/courses', '/programmes', '/classes', '/classes/new', '/import/people', '/import/orgs', '/import/oneroster', '/dispatch', '/dispatch/lists', '/dispatch/objections', '/corrections'],
  district: ['/', '/classes', '/people'],
  manager: ['/', '/classes', '/forms', '/classes/CLASS/sheet', '/leaves', '/calendar', '/calendar?view=year', ...klass],
  teacher: ['/', '/classes', '/live/SESSION'],
  'site-town': ['/', '/classes', '/classes/CLASS/roll'],
  sysadmin: ['/', '/accounts', '/accounts/sheets', '/import/accounts', '/policies', '/retention', '/mail', '/second-factor', '/identities'],
  secadmin: ['/', '/accounts', '/policies'],
  auditor: ['/', '/audit', '/access', '/access?tab=route&route=GET%20/people'],
  liaison: ['/', '/unit', '/dispatch/unit'],
  learner: ['/', '/learn', '/learn/classes/CLASS', '/ledger', '/checkin', '/learn/dispatch', '/notices', '/notices/settings', '/papers', '/me', '/identities', '/password'],
}
const REQUESTS_MAX = 12

// Nothing is asked for twice, and nothing in great numbers.
function frugal(asked, path) {
  const twice = asked.filter((one, i) => asked.indexOf(one) !== i)
  equal(twice, [], `${path} asks twice`)
  check(asked.length <= REQUESTS_MAX, `${path} asks ${asked.length} times: ${asked.join(', ')}`)
}

// On the desk one page is reached from another; on the phone each is opened by its address.
for (const [login, paths] of Object.entries(pages))
  for (const [size, device] of [['desk', desk], ['phone', phone]])
    test(`${login} opens ${paths.join(' ')} at ${size} size`, async (city) => {
      const somebody = await person(city, login, device)
      const most = []
      for (const one of paths) {
        const path = one.replace('CLASS', city.demo.class_id).replace('SESSION', city.demo.session_id)
        somebody.asked.list.length = 0
        await (size === 'desk' ? somebody.walk(path) : somebody.go(path))
        await somebody.page.getByRole('main').waitFor()
        frugal(somebody.asked.list, path)
        most.push(`${one} ${somebody.asked.list.length}`)
        check((await somebody.page.getByRole('main').innerText()).trim().length > 10, `${path} is empty`)
        await somebody.shot(`${login}-${size}-${one.replaceAll('/', '_')}`)
        await accessible(somebody.page, `${path} (${size})`)
        const wider = await somebody.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        check(wider <= 1, `${path} is ${wider} pixels wider than the ${size}`)
      }
      console.log(`          requests: ${most.join(', ')}`)
      equal(somebody.errors, [], 'errors of the pages')
      await somebody.close()
    })

test('the sign-in page says what is wrong with a password', async (city) => {
  const somebody = await person(city, '')
  await somebody.go('/sign-in')
  await accessible(somebody.page, '/sign-in')
  await somebody.shot('sign-in')
  await somebody.page.getByLabel('账号', { exact: true }).fill('office')
  await somebody.page.getByLabel('密码', { exact: true }).fill('nobody knows it')
  await somebody.page.getByRole('button', { name: '登录', exact: true }).click()
  await somebody.page.getByText('登录名或密码不对').first().waitFor()
  await somebody.close()
})

test('the pages speak English when asked', async (city) => {
  const somebody = await person(city, '', desk, 'en-US')
  await somebody.go('/sign-in')
  await somebody.page.getByText(/Switch to English|Sign in/).first().waitFor()
  await somebody.close()
})
