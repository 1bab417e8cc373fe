import { addDays } from '@hub/schema/calendar/addDays'
import { demoAuthorityOnly } from '../demoAuthority.ts'
import { type DemoFamily, documentNo, subjectColumns } from '../demoRow.ts'

/** 守信红名单. An enterprise may stand here and on a black list at once: the contradiction is meant to be found. */
export const redListEntries: DemoFamily = (random, enterprise) => {
  if (!random.chance(12)) return []
  const listedOn = random.date(addDays(enterprise.registeredOn, 400), '2026-05-31')
  return [
    {
      ...subjectColumns(enterprise),
      ...demoAuthorityOnly,
      honorName: '演示·诚信经营红名单',
      listedOn,
      publicityEndsOn: addDays(listedOn, 2 * 365),
      docNo: documentNo('红名单', listedOn, Number(enterprise.uscc.slice(11, 16))),
    },
  ]
}
