import { codeSet } from '@hub/schema/codes/codeSet'
import { codeText } from './cellText.ts'
import type { FieldKind } from './fieldKind.ts'

/** One of the codes of a code set: written as code or as name, stored as code. Of several sets the first that knows a spelling counts. */
export function codeSetKind(...files: readonly string[]): FieldKind {
  const spellings = files.flatMap((file) =>
    codeSet(file).entries.flatMap(({ code, name }) => [
      [codeText(code), code] as const,
      [codeText(name), code] as const,
    ]),
  )
  return { is: 'CHOICE', values: new Map(spellings.reverse()) }
}
