// tests/browser/import.mjs: the office brings in people from a file, and takes a list along.
import { accessible, check, equal, test } from './check.mjs'
import { desk, person } from './city.mjs'

const file = (text) => ({ name: '新进人员.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

test('the office sees what is wrong with a table, mends it and brings the people in', async (city) => {
  const office = await person(city, 'office', desk)
  const page = office.page
  await office.go('/people')
  await page.getByRole('link', { name: '导入', exact: true }).click()
  await page.getByRole('heading', { name: '导入人员' }).waitFor()
  const input = page.locator('input[type=file]')
  await input.setInputFiles(file('姓名,单位,性别\n浏览器甲,没有这个单位,男\n浏览器乙,渝中区,男女\n'))
  await page.getByRole('heading', { name: '有错误，请改正后重新上传' }).waitFor({ timeout: 60000 })
  await page.getByText('没有“没有这个单位”这个单位').first().waitFor()
  check(await page.getByRole('button', { name: /^导入 \d+ 条$/ }).isDisabled(), 'a table with errors can be committed')
  await accessible(page, 'an import with errors')
  await office.shot('import-errors')
  await input.setInputFiles(file('姓名,单位,性别\n浏览器甲,渝中区,男\n浏览器乙,渝中区,女\n'))
  await page.getByRole('heading', { name: '没有错误，可以导入' }).waitFor({ timeout: 60000 })
  await office.shot('import-ready')
  await page.getByRole('button', { name: '导入 2 条' }).click()
  await page.getByRole('heading', { name: '导入完成' }).waitFor({ timeout: 60000 })
  await input.setInputFiles(file('姓名,单位,职务\n浏览器甲,渝中区,干事\n'))
  await page.getByRole('heading', { name: '没有错误，请先对疑似重复的人员作出选择' }).waitFor({ timeout: 60000 })
  await page.getByLabel('第 2 行').selectOption({ label: '是同一人' })
  await accessible(page, 'an import with duplicates')
  await office.shot('import-duplicates')
  await page.getByRole('button', { name: '按选择重新检查' }).click()
  await page.getByRole('button', { name: '导入 1 条' }).click({ timeout: 60000 })
  await page.getByRole('heading', { name: '导入完成' }).waitFor({ timeout: 60000 })
  await office.go('/people?q=浏览器甲')
  await page.getByText('干事').first().waitFor()
  equal(office.errors, [], 'errors of the pages')
  await office.close()
})

test('a list is exported as it is shown', async (city) => {
  const office = await person(city, 'office', desk)
  await office.go('/people')
  const first = office.page.locator('tbody tr').first()
  await first.waitFor()
  const name = (await first.getByRole('link').first().innerText()).trim()
  await office.page.getByRole('button', { name: '导出' }).click()
  const [saved] = await Promise.all([office.page.waitForEvent('download'), office.page.getByRole('button', { name: 'CSV 文件（.csv）' }).click()])
  check(saved.suggestedFilename().startsWith('人员列表'), `the file is called ${saved.suggestedFilename()}`)
  const chunks = []
  for await (const chunk of await saved.createReadStream()) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  check(text.includes('姓名') && text.split('\r\n')[1].includes(name), `the first row of the file is ${name}`)
  check(text.trim().split('\r\n').length > 60, 'all rows are there, not a page of them')
  await office.close()
})
