import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import { listsAgree } from '@hub/kit/testing/listsAgree'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectTestDatabase, testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { subjectActsExpectation } from './expectations/acts.ts'
import { penaltiesExpectation, permitsExpectation } from './expectations/decisions.ts'
import { commitmentsExpectation, listEntriesExpectation, redListEntriesExpectation } from './expectations/lists.ts'
import { subjectsExpectation } from './expectations/subjects.ts'

const database = testDatabase()
let tested: DivisionUnderTest

beforeAll(async () => {
  tested = await divisionUnderTest(division, await connectTestDatabase(database))
})

const expectations = [
  subjectsExpectation,
  penaltiesExpectation,
  permitsExpectation,
  listEntriesExpectation,
  redListEntriesExpectation,
  commitmentsExpectation,
  subjectActsExpectation,
]

describe('root lists of market-order', () => {
  test.each(expectations.map((expectation) => [expectation.list, expectation] as const))(
    '%s answers every filter, order, page size and asOf as naive evaluation does',
    async (_, expectation) => {
      await listsAgree(tested, expectation)
    },
    60_000,
  )

  test('every family has its expectation', () => {
    expect(expectations.map(({ family }) => family.name)).toEqual(division.families.map(({ name }) => name))
  })
})
