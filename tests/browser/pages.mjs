// tests/browser/pages.mjs: every page opens for whoever has it, at desk and phone size, without errors and barriers.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person, phone } from './city.mjs'

const pages = {
  office: ['/', '/orgs', '/people', '/courses', '/programmes', '/import/people', '/import/orgs', '/import/oneroster', '/dispatch', '/dispatch/lists', '/dispatch/objections', '/corrections'],
  manager: ['/classes', '/forms', '/classes/CLASS/sheet', '/leaves', '/calendar', '/calendar?view=year', ...['', '/people', '/timetable', '/groups', '/leave', '/roll', '/assess', '/evaluations', '/files', '/handover', '/results'].map((tab) => `/classes/CLASS${tab}`)],
  sysadmin: ['/', '/accounts', '/accounts/sheets', '/import/accounts', '/policies', '/retention', '/second-factor', '/identities'],
  auditor: ['/audit', '/access', '/access?tab=route&route=GET%20/people'],
  liaison: ['/unit', '/dispatch/unit'],
  learner: ['/', '/learn', '/ledger', '/checkin', '/learn/dispatch', '/notices', '/notices/settings', '/papers', '/me', '/identities'],
}

for (const [login, paths] of Object.entries(pages))
  for (const [size, device] of [['desk', desk], ['phone', phone]])
    test(`${login} opens ${paths.join(' ')} at ${size} size`, async (city) => {
      const somebody = await person(city, login, device)
      for (const path of paths) {
        await somebody.go(path.replace('CLASS', city.demo.class_id))
        await somebody.page.getByRole('main').waitFor()
        check((await somebody.page.getByRole('main').innerText()).trim().length > 10, `${path} is empty`)
        await somebody.shot(`${login}-${size}-${path.replaceAll('/', '_')}`)
        await accessible(somebody.page, `${path} (${size})`)
        const wider = await somebody.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        check(wider <= 1, `${path} is ${wider} pixels wider than the ${size}`)
      }
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
