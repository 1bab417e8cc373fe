import { plainDecimal } from './decimalText.ts'
import { badInput, badStoredValue, textScalar } from './textScalar.ts'

function decimalAnswer(value: unknown): string {
  // Decimal128 comes as an object that writes itself; a float would already have lost digits.
  const written = typeof value === 'string' || (typeof value === 'object' && value !== null) ? String(value) : ''
  const plain = plainDecimal(written)
  if (plain === undefined) throw badStoredValue('Decimal', '存储的值不是十进制数')
  return plain
}

/** A text scalar with a pattern. */
function patternScalar(name: string, pattern: RegExp, reason: string) {
  return textScalar({
    name,
    parse(text) {
      const trimmed = text.trim()
      if (!pattern.test(trimmed)) throw badInput(name, reason)
      return trimmed
    },
  })
}

/** Scalars that are neither identifiers, codes nor dates. */
export const plainScalars = {
  Decimal: textScalar({
    name: 'Decimal',
    parse(text) {
      const plain = /^-?\d{1,18}(\.\d{1,6})?$/.test(text.trim()) ? plainDecimal(text.trim()) : undefined
      if (plain === undefined) throw badInput('Decimal', '应为十进制数字符串，整数至多 18 位，小数至多 6 位')
      return plain
    },
    serialize: decimalAnswer,
  }),
  DocNo: patternScalar('DocNo', /^[^\p{Control}]{1,128}$/u, '文书号应为 1–128 个字符'),
  BatchNo: patternScalar('BatchNo', /^[\w.:-]{1,64}$/, '批次编号应为 1–64 个字母、数字或 . : _ -'),
}
