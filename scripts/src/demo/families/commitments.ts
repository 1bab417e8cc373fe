import { addDays } from '@hub/schema/calendar/addDays'
import { demoAuthorityOnly } from '../demoAuthority.ts'
import { type DemoFamily, documentNo, subjectColumns } from '../demoRow.ts'

/** 信用承诺: pledges with their fulfilment, now and then a breach. */
export const commitments: DemoFamily = (random, enterprise) => {
  if (!random.chance(45)) return []
  const signedOn = random.date(addDays(enterprise.registeredOn, 30), '2026-05-31')
  const validMonths = random.pick([12, 24, 36])
  const breached = random.chance(7)
  const over = addDays(signedOn, validMonths * 30) < '2026-06-30'
  return [
    {
      ...subjectColumns(enterprise),
      ...demoAuthorityOnly,
      commitmentType: random.pick(['VOLUNTARY', 'INDUSTRY', 'DEFERRED_DOCUMENTS', 'APPROVAL_SUBSTITUTE']),
      commitmentNo: documentNo('承诺', signedOn, Number(enterprise.uscc.slice(11, 16))),
      matter: '演示：流通企业信用承诺公约',
      textVersion: '演示 1.0',
      content: '演示：依法经营，诚实守信',
      signedOn,
      signatory: enterprise.legalRep,
      validMonths,
      fulfilment: breached ? 'BREACHED' : over ? 'FULFILLED' : 'IN_PROGRESS',
      ...(breached ? { breach: { date: addDays(signedOn, 120), reason: '演示：未按承诺整改' } } : {}),
    },
  ]
}
