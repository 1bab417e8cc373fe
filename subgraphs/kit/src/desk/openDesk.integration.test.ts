import mongoose from 'mongoose'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../../test/setup/testDatabase.ts'
import { deskBench, officer } from '../testing/deskBench.ts'
import { KNOWN_SUBJECTS } from '../testing/importedRows.ts'
import { importedFamily } from '../testing/sampleImport.ts'
import { correctRow, ignoreRow, linkRow, unlinkByHand } from './acts/deskActs.ts'
import { deskRowId } from './deskRow.ts'

const database = testDatabase()
const GOOD = { noteNo: '甲1', issuedOn: '2024-01-05', subjectName: KNOWN_SUBJECTS[0] }
const reason = '演示理由'

test('whatever is imported and done at the desk, no transaction has to create a collection first', async () => {
  const options = { dbName: database.name, autoIndex: false, autoCreate: false, ignoreUndefined: true }
  const connection = await mongoose.createConnection(database.uri, { ...options, monitorCommands: true }).asPromise()
  const { desk, imports, records, send } = await deskBench(connection)
  const existing = new Set((await connection.listCollections()).map(({ name }) => name))
  const written = new Set<string>()
  connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (command.autocommit === false && typeof command[commandName] === 'string') written.add(command[commandName])
  })
  await send([GOOD, { ...GOOD, noteNo: '乙1', issuedOn: '昨天' }, { ...GOOD, noteNo: '丙1', issuedOn: '昨天' }])
  for (const noteNo of ['乙1', '丙1']) {
    const row = await imports.doubts.findOne({ state: 'PENDING' })
    if (row === null) throw new Error('no doubt')
    const rowId = deskRowId({ queue: 'doubts', row })
    const cells = [{ heading: 'issuedOn', text: '2024-01-05' }]
    if (noteNo === '乙1') await correctRow(desk, { rowId, cells, reason }, officer)
    else await ignoreRow(desk, { rowId, reason }, officer)
  }
  const record = await records.modelsOf(importedFamily).current.findOne()
  await unlinkByHand(desk, { recordId: record?.recordId ?? '', reason }, officer)
  const row = await imports.unlinked.findOne()
  if (row === null) throw new Error('no row')
  const rowId = deskRowId({ queue: 'unlinked', row })
  await linkRow(desk, { rowId, subjectId: 'S-right', reason }, officer)
  await connection.close()
  expect([...written].filter((name) => !existing.has(name))).toEqual([])
  expect([...written]).toEqual(expect.arrayContaining(['contradicted_links', 'refused_links', 'desk_acts', 'outbox']))
})
