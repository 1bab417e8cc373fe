import { addDays } from '@hub/schema/calendar/addDays'
import { makeFoodLicenceNo } from '@hub/schema/identifiers/makeIdentifiers'
import type { DemoEnterprise } from '../demoEnterprise.ts'
import { type DemoFamily, documentNo, subjectColumns } from '../demoRow.ts'

/** From this day no liquor filing is made any more (order 25 of 2005 repealed; domain guide 3.6). */
const REPEALED_ON = '2016-11-03'

/** 酒类流通经营企业信息: filings of the years before the repeal, now history; later operators have a food licence only. */
export const liquorFilings: DemoFamily = (random, enterprise) => {
  if (enterprise.trade !== 'LIQUOR' || enterprise.registeredOn >= REPEALED_ON) return []
  const filedOn = filingDate(enterprise)
  const acceptedOn = addDays(filedOn, random.chance(85) ? random.int(1, 5) : random.int(12, 30))
  const licenceFrom = addDays(enterprise.registeredOn, 5)
  return [
    {
      ...subjectColumns(enterprise),
      filingNo: filingNo(enterprise),
      operatorType: random.pick(['WHOLESALE', 'RETAIL', 'RETAIL', 'WHOLESALE_AND_RETAIL', 'CATERING', 'STORAGE']),
      licences: [
        {
          kind: 'FOOD_CIRCULATION',
          number: documentNo('食流', licenceFrom, serialOf(enterprise)),
          validFrom: licenceFrom,
          validTo: addDays(licenceFrom, 3 * 365),
          issuedBy: '演示市市场监督管理局（虚构）',
        },
      ],
      premisesAddress: enterprise.address,
      warehouseArea: String(random.int(20, 800)),
      categories: ['BAIJIU', random.pick(['BEER', 'WINE', 'HUANGJIU', 'IMPORTED'])],
      brands: [{ brand: '演示老窖（虚构）', authorisedBy: '演示酒厂（虚构）', validFrom: filedOn }],
      isIndividualBusiness: enterprise.isIndividual,
      owner: { name: enterprise.legalRep },
      filedOn,
      acceptedOn,
      authority: '演示市商务局（虚构）',
      statusHistory: [
        { status: 'VALID', since: acceptedOn },
        { status: 'LEGACY_REPEALED', since: REPEALED_ON, reason: '酒类流通管理办法废止' },
      ],
      successorLicence: makeFoodLicenceNo(
        `1${enterprise.divisionCode}${String(serialOf(enterprise)).padStart(6, '0')}`,
      ),
    },
  ]
}

/** A filing's number, also on the notes of what the operator sold. */
export function filingNo(enterprise: DemoEnterprise): string {
  return documentNo('酒备', filingDate(enterprise), serialOf(enterprise))
}

/** Filed within 60 days of registration, as the order asked; a day that follows from the enterprise alone. */
function filingDate(enterprise: DemoEnterprise): string {
  return addDays(enterprise.registeredOn, 10 + (serialOf(enterprise) % 40))
}

function serialOf({ uscc }: DemoEnterprise): number {
  return Number(uscc.slice(11, 16))
}
