/* account/sheet.test.ts */
import { expect, test } from 'vitest'
import type { AccountSheetRow } from '@/api/generated'
import { csvOf, eachOf } from './sheet'

const row = (name: string, password: string | null) => ({ name, unit: '=1+1', login: 'zhangwei', password }) as AccountSheetRow

test('the file of first passwords computes nothing and leaves out those that had an account', () => {
  const text = csvOf(['单位', '姓名', '登录名', '初始密码'], [row('张"伟', 'abcd-efgh-jkmn'), row('李', null)])
  expect(text).toBe('\ufeff"单位","姓名","登录名","初始密码"\r\n"\'=1+1","张""伟","zhangwei","abcd-efgh-jkmn"\r\n')
})

test('what fails for one goes on with the others, and a stop is heard', async () => {
  const seen: string[] = []
  const work = async (id: string) => { seen.push(id); if (id === 'b') throw new Error('no') }
  const all = await eachOf(['a', 'b', 'c'], work, () => true, (e) => (e as Error).message)
  expect(all).toEqual({ done: 3, total: 3, failed: [{ id: 'b', why: 'no' }] })
  const cut = await eachOf(['a', 'b', 'c'], work, (run) => run.done < 1, String)
  expect(cut.done).toBe(1)
})
