import { codeSet } from '@hub/schema/codes/codeSet'
import { codeText } from './cellText.ts'
import type { FieldKind } from './fieldKind.ts'

/** One of the codes of a code set, or of several whose codes agree: written as code or as name, stored as code. */
export function codeSetKind(...files: readonly string[]): FieldKind {
  const entries = files.flatMap((file) => codeSet(file).entries)
  const names = entries.map(({ code, name }) => [codeText(name), code] as const)
  const codes = entries.map(({ code }) => [codeText(code), code] as const)
  return { is: 'CHOICE', values: new Map([...names, ...codes]) }
}
