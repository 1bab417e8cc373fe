import { checkCnIdNumber } from '../identifiers/cnIdNumber.ts'
import { checkFoodLicenceNo } from '../identifiers/foodLicenceNo.ts'
import { checkOrgCode } from '../identifiers/orgCode.ts'
import { checkRegNo15 } from '../identifiers/regNo15.ts'
import { checkUscc } from '../identifiers/uscc.ts'
import { checkedScalar } from './checkedScalar.ts'
import { badInput, badStoredValue, textScalar } from './textScalar.ts'

function refuseToAnswer(): never {
  throw badStoredValue('CnIdNumber', '公民身份号码只可写入，不可查询')
}

/** Scalars over identifiers. A credit code that is a checksum exception is accepted: it has to be found to be confirmed. */
export const identifierScalars = {
  USCC: textScalar({
    name: 'USCC',
    parse(text) {
      const { outcome, value, reason } = checkUscc(text)
      if (outcome === 'INVALID') throw badInput('USCC', reason ?? '统一社会信用代码无效')
      return value
    },
  }),
  OrgCode: checkedScalar('OrgCode', checkOrgCode),
  RegNo15: checkedScalar('RegNo15', checkRegNo15),
  FoodLicenceNo: checkedScalar('FoodLicenceNo', checkFoodLicenceNo),
  CnIdNumber: checkedScalar('CnIdNumber', checkCnIdNumber, refuseToAnswer),
}
