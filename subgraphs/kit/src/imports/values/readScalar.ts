import { findCountry } from '@hub/schema/codes/countries'
import { currencies, isCurrencyCode } from '@hub/schema/codes/currencies'
import { checkDivisionCode } from '@hub/schema/codes/divisionCode'
import { checkIndustryCode } from '@hub/schema/codes/industryCode'
import { checkCnIdNumber } from '@hub/schema/identifiers/cnIdNumber'
import { checkFoodLicenceNo } from '@hub/schema/identifiers/foodLicenceNo'
import type { IdentifierCheck } from '@hub/schema/identifiers/identifierCheck'
import { checkOrgCode } from '@hub/schema/identifiers/orgCode'
import { checkRegNo15 } from '@hub/schema/identifiers/regNo15'
import { plainDecimal } from '@hub/schema/scalars/decimalText'
import { codeText, saysNoCode, saysNothing } from './cellText.ts'
import { dateText } from './dateText.ts'
import type { ScalarKind } from './fieldKind.ts'
import { readMoneyText } from './readMoneyText.ts'
import { readCodeText, readText } from './readText.ts'
import { readUscc } from './readUscc.ts'
import type { ValueReading } from './valueReading.ts'

type TextReader = (text: string) => ValueReading

const fault = (rule: string, message: string): ValueReading => ({ fault: { rule, message } })

/** A reader that takes the ways of saying nothing as nothing. */
const unlessNone =
  (read: TextReader): TextReader =>
  (text) =>
    saysNoCode(text) ? {} : read(text)

const identifier = (rule: string, check: (text: string) => IdentifierCheck): TextReader =>
  unlessNone((text) => {
    const checked = check(text)
    return checked.valid ? { value: checked.value } : fault(rule, checked.reason)
  })

const found = (rule: string, find: (text: string) => unknown, expected: string): TextReader =>
  unlessNone((text) => {
    const value = find(codeText(text))
    return value === undefined ? fault(rule, `应为${expected}，得到“${shown(text)}”`) : { value }
  })

const readers: Record<ScalarKind, TextReader> = {
  TEXT: readText,
  CODE_TEXT: unlessNone(readCodeText),
  DATE: found('date', dateText, '实际存在的日期'),
  INSTANT: found('instant', instant, '时刻'),
  DECIMAL: orNothing(found('decimal', decimal, '十进制数（整数至多 18 位，小数至多 6 位）')),
  INTEGER: orNothing(found('integer', integer, '整数')),
  BOOLEAN: orNothing(found('boolean', boolean, '是或否')),
  MONEY: readMoneyText,
  USCC: readUscc,
  ORG_CODE: identifier('org-code', checkOrgCode),
  REG_NO_15: identifier('reg-no', checkRegNo15),
  FOOD_LICENCE_NO: identifier('food-licence-no', checkFoodLicenceNo),
  CN_ID_NUMBER: identifier('cn-id-number', checkCnIdNumber),
  DIVISION_CODE: identifier('division-code', checkDivisionCode),
  INDUSTRY_CODE: identifier('industry-code', checkIndustryCode),
  COUNTRY: found('country', findCountry, '国别（地区）'),
  CURRENCY: found('currency', currency, '币种'),
}

/** Reads the text of a cell as a value of a kind. */
export function readScalar(kind: ScalarKind, text: string): ValueReading {
  return readers[kind](text)
}

/** 0 is a number and a no: only the other ways of saying nothing count. */
function orNothing(read: TextReader): TextReader {
  return (text) => (saysNothing(text) ? {} : text === '0' ? read('+0') : read(text))
}

function decimal(text: string): string | undefined {
  const plain = text.replace(/^\+/, '').replaceAll(/(?<=\d),(?=\d{3})/g, '')
  return /^-?\d{1,18}(\.\d{1,6})?$/.test(plain) ? plainDecimal(plain) : undefined
}

function integer(text: string): number | undefined {
  const plain = decimal(text)?.replace(/\.0+$/, '')
  return plain !== undefined && Number.isSafeInteger(Number(plain)) ? Number(plain) : undefined
}

function boolean(text: string): boolean | undefined {
  if (['是', 'TRUE', 'Y', 'YES', '1', '√', '有'].includes(text)) return true
  return ['否', 'FALSE', 'N', 'NO', '+0', '×', '无'].includes(text) ? false : undefined
}

function instant(text: string): Date | undefined {
  const date = new Date(/^\d{4}-\d{2}-\d{2} \d/.test(text) ? `${text.replace(' ', 'T')}+08:00` : text)
  return /^\d{4}-/.test(text) && !Number.isNaN(date.getTime()) ? date : undefined
}

function currency(text: string): string | undefined {
  if (isCurrencyCode(text)) return text
  return currencies.find(
    ({ name, aliases, numeric }) =>
      name === text || numeric === text || aliases.some((alias) => codeText(alias) === text),
  )?.code
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
