import { expect, test } from 'vitest'
import { feedParams } from './feedParams.ts'

const read = (text: string) => feedParams(new URLSearchParams(text))

test('parameters are read, lists by commas, and what is left out has its default', () => {
  expect(read('')).toEqual({ first: 100, snapshot: false, wait: 0 })
  expect(
    read('after=f1.e30&divisions=trade,personnel&families=penalties&subjects=a,b&first=7&snapshot=true&wait=30'),
  ).toEqual({
    after: 'f1.e30',
    divisions: ['trade', 'personnel'],
    families: ['penalties'],
    subjects: ['a', 'b'],
    first: 7,
    snapshot: true,
    wait: 30,
  })
})

test.each([
  ['first=0', 'first'],
  ['first=501', 'first'],
  ['first=x', 'first'],
  ['wait=31', 'wait'],
  ['wait=-1', 'wait'],
  ['snapshot=yes', 'snapshot'],
  ['famillies=penalties', 'famillies'],
])('%s is refused by name', (text, name) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(name) }),
  )
})
