import { addDays } from '@hub/schema/calendar/addDays'
import { demoAuthority } from '../demoAuthority.ts'
import { type DemoFamily, documentNo, subjectColumns } from '../demoRow.ts'

/** 严重失信主体名单、经营异常名录: entries, most of them removed again. */
export const listEntries: DemoFamily = (random, enterprise) => {
  if (!random.chance(9)) return []
  const serious = random.chance(30)
  const listedOn = random.date(addDays(enterprise.registeredOn, 300), '2026-05-31')
  const removedOn = addDays(listedOn, random.int(100, 900))
  return [
    {
      ...subjectColumns(enterprise),
      listKind: serious ? 'SERIOUS_DISHONESTY' : 'ABNORMAL_OPERATION',
      listName: serious ? '演示·商务领域严重失信主体名单' : '演示·经营异常名录',
      listedReason: serious ? '演示：提供虚假材料' : '演示：通过登记的住所无法联系',
      legalBasis: '演示依据第二条',
      listedOn,
      listingAuthority: demoAuthority.authority,
      listingAuthorityUscc: demoAuthority.authorityUscc,
      listingDocNo: documentNo('列入', listedOn, Number(enterprise.uscc.slice(11, 16))),
      ...(removedOn < '2026-06-30'
        ? { removedOn, removedReason: '演示：已改正', removalAuthority: demoAuthority.authority }
        : {}),
    },
  ]
}
