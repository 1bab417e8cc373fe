import assert from 'node:assert/strict'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { FamilyFields, RecordFamily } from '../family/recordFamily.ts'
import type { DivisionUnderTest } from './divisionUnderTest.ts'

/** What a division answers to a question that has to go well; asked by its own officer unless another caller is named. */
export async function asked(
  { ask }: DivisionUnderTest,
  query: string,
  variables: Record<string, unknown> = {},
  caller?: CallerClaims,
): Promise<Record<string, unknown>> {
  const { data, errorCodes } = await ask(query, variables, caller)
  assert.deepEqual(errorCodes, [])
  assert(data)
  return data
}

/** Writes one reported row about a subject at an instant; answers its record's id. */
export async function written(
  { storeAt }: DivisionUnderTest,
  family: RecordFamily,
  { subjectId, fields, at }: { subjectId: string; fields: FamilyFields; at: string },
): Promise<string> {
  const store = storeAt(() => new Date(at))
  const [outcome] = await store.write(family, [{ kind: 'PUT', subjectId, fields }], { operator: 'test' })
  assert(outcome !== undefined && 'recordId' in outcome, `not written: ${JSON.stringify(outcome)}`)
  return outcome.recordId
}
