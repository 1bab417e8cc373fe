import { z } from 'zod'

type Told = ReturnType<z.core.$ZodErrorMap>

const chinese = z.locales.zhCN().localeError
const english = z.locales.en().localeError

/** What zod says of a value that is not acceptable, in both languages, where the schema has no words of its own: for `safeParse`'s `error`. */
export const bilingualIssue: z.core.$ZodErrorMap = (issue) => `${textOf(chinese(issue))} / ${textOf(english(issue))}`

function textOf(told: Told): string {
  return typeof told === 'string' ? told : (told?.message ?? '')
}
