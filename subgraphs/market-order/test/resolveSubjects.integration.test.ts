import { type DivisionUnderTest, divisionUnderTest } from '@hub/kit/testing/divisionUnderTest'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../test/setup/testDatabase.ts'
import { division } from '../src/division.ts'
import { usccs } from './expectations/samples.ts'
import { entered, enterpriseFields } from './testSubjects.ts'

const QUERY = `query ($keys: [SubjectKey!]!) {
  resolveSubjects(keys: $keys) { outcome subjectId candidates { subjectId name uscc why } }
}`

const database = testDatabase()
let connection: Connection
let tested: DivisionUnderTest
let first: string
let second: string

beforeAll(async () => {
  const options = { dbName: database.name, monitorCommands: true, autoIndex: false, autoCreate: false }
  connection = await mongoose.createConnection(database.uri, options).asPromise()
  tested = await divisionUnderTest(division, connection)
  first = await entered(tested, enterpriseFields(0, { identifiers: [{ kind: 'REG_NO', value: '1' }] }))
  const nameHistory = [{ name: '虚构旧名有限公司', from: '2015-05-05', to: '2019-12-31' }]
  second = await entered(tested, enterpriseFields(1, { nameHistory }))
})

afterAll(() => connection.close())

const uscc = (number: number) => ({ kind: 'USCC', value: usccs[number] })

async function resolved(keys: unknown[]) {
  const { data, errorCodes } = await tested.ask(QUERY, { keys })
  expect(errorCodes).toEqual([])
  return data?.resolveSubjects as { outcome: string; subjectId: string | null; candidates: unknown[] }[]
}

describe('resolveSubjects', () => {
  test('answers every key in its place', async () => {
    const answers = await resolved([
      { identifiers: [uscc(0)], name: '虚构０号贸易有限公司' },
      { identifiers: [uscc(1)], name: '虚构旧名有限公司', on: '2018-01-01' },
      { identifiers: [uscc(1)], name: '虚构旧名有限公司', on: '2021-01-01' },
      { identifiers: [{ kind: 'REG_NO', value: ' 1' }] },
      { identifiers: [{ kind: 'ORG_CODE', value: usccs[1]?.slice(8, 17) }] },
      { identifiers: [uscc(0), uscc(1)] },
      { identifiers: [uscc(3)], name: '虚构旧名有限公司' },
      { name: '虚构0号贸易有限公司' },
      { identifiers: [uscc(3)] },
      {},
    ])
    expect(answers.map(({ outcome, subjectId }) => [outcome, subjectId])).toEqual([
      ['LINKED', first],
      ['LINKED', second],
      ['NAME_DISAGREES', null],
      ['LINKED', first],
      ['LINKED', second],
      ['SEVERAL', null],
      ['NO_MATCH', null],
      ['NO_MATCH', null],
      ['NO_MATCH', null],
      ['NO_MATCH', null],
    ])
    const candidate = { subjectId: second, name: '虚构1号贸易有限公司', uscc: usccs[1] }
    expect(answers[2]?.candidates).toEqual([{ ...candidate, why: 'IDENTIFIER' }])
    expect(answers[6]?.candidates).toEqual([{ ...candidate, why: 'FORMER_NAME' }])
    expect(answers[7]?.candidates).toMatchObject([{ subjectId: first, why: 'NAME' }])
    expect(answers[5]?.candidates).toHaveLength(2)
  })

  test('a thousand keys cost as many database calls as two', async () => {
    const keys = Array.from({ length: 500 }, (_, index) => [
      { identifiers: [uscc(0), { kind: 'ORG_CODE', value: usccs[0]?.slice(8, 17) }], name: '虚构0号贸易有限公司' },
      { identifiers: [{ kind: 'REG_NO', value: `unknown ${index}` }], name: `查无此名${index}` },
    ]).flat()
    const counted = async (some: unknown[]) => {
      const calls: string[] = []
      const count = ({ commandName }: { commandName: string }) => calls.push(commandName)
      const client = connection.getClient()
      client.on('commandStarted', count)
      const answers = await resolved(some)
      client.off('commandStarted', count)
      return { calls: calls.length, linked: answers.filter(({ outcome }) => outcome === 'LINKED').length }
    }
    expect(await counted(keys.slice(0, 2))).toEqual({ calls: 5, linked: 1 })
    expect(await counted(keys)).toEqual({ calls: 5, linked: 500 })
  })

  test('more than a thousand keys are refused', async () => {
    const { errorCodes } = await tested.ask(QUERY, { keys: Array.from({ length: 1_001 }, () => ({})) })
    expect(errorCodes).toEqual(['BAD_USER_INPUT'])
  })
})
