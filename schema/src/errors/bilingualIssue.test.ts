import { expect, test } from 'vitest'
import { z } from 'zod'
import { bilingualIssue } from './bilingualIssue.ts'

const shape = z.strictObject({
  level: z.enum(['SHARED', 'AUTHORIZED']),
  hours: z.int().max(72),
  day: z.iso.date('须为日期 / must be a date'),
})

test('what zod finds wrong is told in both languages; a schema’s own words stay', () => {
  const { error } = shape.safeParse({ level: 'PUBLIC', hours: 100, day: 'x', other: 1 }, { error: bilingualIssue })
  const told = error?.issues.map(({ message }) => message) ?? []
  expect(told).toHaveLength(4)
  for (const message of told) expect(message).toMatch(/\p{Script=Han}.* \/ \p{Script=Latin}/u)
  expect(told[0]).toContain('Invalid option: expected one of "SHARED"|"AUTHORIZED"')
  expect(told).toContain('须为日期 / must be a date')
})
