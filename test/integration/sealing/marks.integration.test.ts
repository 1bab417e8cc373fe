import { division as foreignInvestment } from '@hub/foreign-investment/division'
import type { FamilyFields, RecordFamily } from '@hub/kit/family/recordFamily'
import { assertSealed } from '@hub/kit/sealing/assertSealed'
import { buildIndexes, divisionCollections } from '@hub/kit/store/divisionCollections'
import { RecordStore } from '@hub/kit/store/recordStore'
import { testSealing } from '@hub/kit/testing/testSealing'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { division as trade } from '@hub/trade/division'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../setup/testDatabase.ts'
import { dumped } from './dumped.ts'
import { PersonalNumbers } from './personalNumbers.ts'

const database = testDatabase()
const divisions = [foreignInvestment, marketOrder, trade, personnel]
const families = divisions.flatMap((division) =>
  division.families.map((family) => ({ id: `${division.name} ${family.name}`, family })),
)

type Definition = Record<string, unknown>
const isMark = (type: unknown): boolean => typeof type === 'object' && type !== null && 'sensitive' in type
const isNested = (type: unknown): type is Definition => typeof type === 'object' && type !== null

/** A value of a definition, with a number of a person wherever one is marked. */
function filled(type: unknown, path: string, numbers: PersonalNumbers): unknown {
  if (isMark(type)) return numbers.citizenId(path)
  if (Array.isArray(type)) return [filled(type[0], path, numbers)]
  if (isNested(type) && 'type' in type) return filled(type.type, path, numbers)
  if (isNested(type) && !('schemaName' in type)) {
    return Object.fromEntries(
      Object.entries(type).flatMap(([name, inner]) => {
        const value = name === '_id' ? undefined : filled(inner, path === '' ? name : `${path}.${name}`, numbers)
        return value === undefined ? [] : [[name, value]]
      }),
    )
  }
  return type === String ? '虚构' : type === Number ? 1 : undefined
}

/** Paths of all marks of a definition. */
function marksOf(type: unknown, path = ''): string[] {
  if (isMark(type)) return [path]
  if (Array.isArray(type)) return marksOf(type[0], path)
  if (!isNested(type)) return []
  if ('type' in type) return marksOf(type.type, path)
  return Object.entries(type).flatMap(([name, inner]) => marksOf(inner, path === '' ? name : `${path}.${name}`))
}

/** A definition that has forgotten one of its marks. */
function without(mark: string, type: unknown, path = ''): unknown {
  if (path === mark) return String
  if (Array.isArray(type)) return type.map((item) => without(mark, item, path))
  if (!isNested(type) || isMark(type) || 'schemaName' in type) return type
  if ('type' in type) return { ...type, type: without(mark, type.type, path) }
  return Object.fromEntries(
    Object.entries(type).map(([name, inner]) => [name, without(mark, inner, path === '' ? name : `${path}.${name}`)]),
  )
}

/** Which marked fields can be read in a database after two rows about one record. */
async function readable(family: RecordFamily, marked: RecordFamily): Promise<string[]> {
  const connection = await connectTestDatabase(database)
  await connection.dropDatabase()
  const collections = divisionCollections(connection, [family], testSealing)
  await buildIndexes(collections)
  const store = new RecordStore(collections)
  const numbers = new PersonalNumbers()
  const fields = filled(marked.definition, '', numbers) as FamilyFields
  const subjectId = family.isSubject ? undefined : 'S'
  const source = { raw: { 电话: numbers.phone('source.raw') }, line: 1 }
  const put = { kind: 'PUT', fields, subjectId, source } as const
  const [created] = await store.write(family, [put], { operator: 'test', batchNo: 'B1' })
  expect(created).toMatchObject({ outcome: 'CREATED' })
  expect((await store.write(family, [put], { operator: 'test', batchNo: 'B2' }))[0]).toMatchObject({
    outcome: 'DUPLICATE',
  })
  const recordId = String(created !== undefined && 'recordId' in created && created.recordId)
  await store.write(family, [{ kind: 'CHANGE', change: 'CORRECTED', recordId, reason: '虚构' }], { operator: 'test' })
  const history = await store.history(family, recordId)
  expect(history.map(({ source: kept }) => kept)).toEqual([source, source])
  return [...numbers.readIn(await dumped(connection))]
}

describe.each(families)('$id', ({ family }) => {
  test('nothing that is marked can be read in the database; each mark that is forgotten is noticed', async () => {
    expect(await readable(family, family)).toEqual([])
    for (const mark of marksOf(family.definition)) {
      const forgetful = { ...family, definition: without(mark, family.definition) as never }
      expect([mark, await readable(forgetful, family)]).toEqual([mark, [mark]])
    }
  })
})

test('the divisions seal what their SDL masks as numbers of persons, and each mark of those is needed', () => {
  const forgotten = divisions.flatMap(({ families: own, schemaFile }) => {
    const sdl = parse(divisionSdl(schemaFile))
    assertSealed(own, sdl)
    return own.flatMap((family) =>
      marksOf(family.definition).filter((mark) => {
        const forgetful = { ...family, definition: without(mark, family.definition) as never }
        try {
          assertSealed([forgetful], sdl)
          return false
        } catch {
          return true
        }
      }),
    )
  })
  expect(forgotten.sort()).toEqual(
    [
      'buyer.phone',
      'creditOfficer.phone',
      'investors.idNo',
      ...Array(3).fill('legalRepIdNo'),
      'owner.idNo',
      ...Array(3).fill('personIdNo'),
      'phone',
      'ultimateControllers.idNo',
    ].sort(),
  )
})
