// tests/browser/rehearsal.mjs: the lesson that `./dev run` plays, with simulated sites and learners who come in over the network.
import { accessible, check, equal, test } from './check.mjs'
import { desk, openCity, person, phone, shots } from './city.mjs'

const PEOPLE = Number(process.env.TONGKE_PEOPLE ?? 600)
const MANY = shots ? 0.6 : 0.1 // of those expected: a picture shows a full room
const late = { timeout: 90000 }
const plays = (somebody) => somebody.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1, null, late)

test('the rehearsed lesson lives: simulated people come, talk and are marked as such', async () => {
  const city = await openCity({ people: PEOPLE, flags: ['--rehearse'] })
  const room = `/live/${city.demo.session_id}`
  try {
    const teacher = await person(city, 'teacher', desk)
    const learner = await person(city, 'learner', phone)
    await Promise.all([teacher.go(room), learner.go(room)])
    await Promise.all([plays(teacher), plays(learner)])

    // sites and learners come one after another
    await teacher.page.waitForFunction((many) => {
      const [here, expected] = document.querySelector('header .count')?.textContent.match(/\d+/g)?.map(Number) ?? [0, 1]
      return here / expected > many
    }, MANY, late)
    await learner.page.getByRole('tab', { name: /^弹幕/ }).click()
    await learner.page.getByText('（演示）').locator('visible=true').first().waitFor(late)
    await teacher.shot('rehearsal-teacher')
    await learner.shot('rehearsal-phone')
    for (const somebody of [teacher, learner]) {
      await accessible(somebody.page, `the rehearsed room of ${somebody.login}`)
      equal(somebody.errors, [], `errors of the pages of ${somebody.login}`)
    }
    check((await teacher.ask('GET', `/sessions/${city.demo.session_id}/live/presence?limit=1000`)).body.items.length > 20, 'the expected people are listed')
  } finally {
    await city.close()
  }
})
