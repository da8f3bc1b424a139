// tests/browser/run.mjs: the loop that people live in, in real browsers, on the real program with a small demo city.
//
// node tests/browser/run.mjs [part of a sentence | part of another]; TONGKE_SHOTS=DIR keeps screenshots of every page;
// TONGKE_PEOPLE=N makes the city larger than the tests need it.
import { runAll } from './check.mjs'
import { openCity } from './city.mjs'
import './pages.mjs'
import './factor.mjs'
import './provider.mjs'
import './accounts.mjs'
import './forms.mjs'
import './lesson.mjs'
import './rehearsal.mjs'
import './office.mjs'
import './classadmin.mjs'
import './board.mjs'
import './import.mjs'
import './dispatch.mjs'
import './newcomer.mjs'
import './keys.mjs'

const open = () => openCity({ people: Number(process.env.TONGKE_PEOPLE ?? 600) })
const city = await open()
const failed = await runAll(city, open)
await city.close()
process.exit(failed > 0 ? 1 : 0)
