import type { NationalForm } from '@hub/schema/nationalFields/nationalForm'
import { csvText } from './csvText.ts'
import { xlsxBytes } from './xlsxBytes.ts'
import { xmlText } from './xmlText.ts'

export const fileFormats = ['XML', 'CSV', 'XLSX'] as const

export type FileFormat = (typeof fileFormats)[number]

type Rows = AsyncIterable<readonly string[]> | Iterable<readonly string[]>

/**
 * The rows of a form as the bytes of a file. Tables have the national codes as headings; a workbook has the Chinese names
 * above them, as the official template does.
 */
export function nationalFile(format: FileFormat, form: NationalForm, rows: Rows): AsyncIterable<string | Uint8Array> {
  const codes = form.fields.map(({ code }) => code)
  if (format === 'XML') return xmlText(codes, rows)
  if (format === 'CSV') return csvText(after([codes], rows))
  return xlsxBytes([{ name: titles[form.record], lines: after([form.fields.map(({ name }) => name), codes], rows) }])
}

const titles = { AdministrativePenalty: '行政处罚', AdministrativePermit: '行政许可' } as const

async function* after(headings: readonly (readonly string[])[], rows: Rows): AsyncGenerator<readonly string[]> {
  yield* headings
  yield* rows
}
