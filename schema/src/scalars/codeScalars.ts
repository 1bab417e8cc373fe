import { isCountryCode } from '../codes/countries.ts'
import { isCurrencyCode } from '../codes/currencies.ts'
import { checkDivisionCode } from '../codes/divisionCode.ts'
import { checkIndustryCode } from '../codes/industryCode.ts'
import { identifierText } from '../identifiers/identifierCheck.ts'
import { checkedScalar } from './checkedScalar.ts'
import { badInput, textScalar } from './textScalar.ts'

function upperCaseCode(name: string, accepts: (code: string) => boolean, reason: string) {
  return textScalar({
    name,
    parse(text) {
      const code = identifierText(text)
      if (!accepts(code)) throw badInput(name, reason)
      return code
    },
  })
}

/** Scalars over code sets. */
export const codeScalars = {
  DivisionCode: checkedScalar('DivisionCode', checkDivisionCode),
  IndustryCode: checkedScalar('IndustryCode', checkIndustryCode),
  CountryCode: upperCaseCode('CountryCode', isCountryCode, '应为国别（地区）三字母代码，如 HKG'),
  CurrencyCode: upperCaseCode('CurrencyCode', isCurrencyCode, '应为币种三字母代码，如 CNY'),
}
