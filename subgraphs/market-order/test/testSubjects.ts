import type { FamilyFields, RecordFamily } from '@hub/kit/family/recordFamily'
import type { DivisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { subjects } from '../src/models/subjects.ts'
import { usccs } from './expectations/samples.ts'

/** An invented enterprise of the number 0…3, its name and fields as given beside its code. */
export function enterpriseFields(number: number, more: FamilyFields = {}): FamilyFields {
  return { name: `虚构${number}号贸易有限公司`, uscc: usccs[number], registeredOn: '2015-05-05', ...more }
}

/** Enters a subject into the index at an instant; answers its id. */
export async function entered(tested: DivisionUnderTest, fields: FamilyFields, at = '2026-01-01T00:00:00Z') {
  return recorded(tested, subjects, { fields, at })
}

/** Writes one row at an instant; answers its record's id. */
export async function recorded(
  { storeAt }: DivisionUnderTest,
  family: RecordFamily,
  { subjectId, fields, at = '2026-01-01T00:00:00Z' }: { subjectId?: string; fields: FamilyFields; at?: string },
): Promise<string> {
  const store = storeAt(() => new Date(at))
  const [outcome] = await store.write(family, [{ kind: 'PUT', subjectId, fields }], { operator: 'test' })
  if (outcome === undefined || !('recordId' in outcome)) throw new Error(`not written: ${JSON.stringify(outcome)}`)
  return outcome.recordId
}
