import { expect, it } from 'vitest'
import { errorCatalogue } from './errorCatalogue.ts'
import type { ErrorEntry } from './errorEntry.ts'
import { errorsPage } from './errorsPage.ts'

it.each(Object.entries<ErrorEntry>(errorCatalogue))(
  '%s is explained in both languages',
  (code, { meaning, remedy }) => {
    expect(code).toMatch(/^HUB_[A-Z_]+$|^BAD_USER_INPUT$/)
    for (const text of [meaning.zh, remedy.zh]) expect(text).toMatch(/\p{Script=Han}/u)
    for (const text of [meaning.en, remedy.en]) expect(text).toMatch(/^[ -~]+$/)
    expect(errorsPage()).toContain(remedy.zh)
  },
)
