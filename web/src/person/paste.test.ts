import { expect, it } from 'vitest'
import { linesOf } from './paste'

it('drops blank lines and keeps the rest as it is', () => {
  expect(linesOf('张伟 渝中区财政局\r\n\r\n  李娜,民政局  \n')).toEqual(['张伟 渝中区财政局', '李娜,民政局'])
})
it('drops the numbers of a numbered list', () => {
  expect(linesOf('1. 张伟\n2、李娜\n（3）王芳\n4\t赵静\t财政局')).toEqual(['张伟', '李娜', '王芳', '赵静\t财政局'])
})
it('keeps a citizen number', () => {
  expect(linesOf('500103199001011234')).toEqual(['500103199001011234'])
})
