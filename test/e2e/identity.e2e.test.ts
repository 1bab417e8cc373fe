import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { readHubKeys } from '@hub/scripts/dataFolder/hubKeys'
import { importFile } from '@hub/scripts/imports/importFile'
import { hubAddresses } from '@hub/scripts/launcher/hubAddresses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postGraph } from '../setup/postGraph.ts'
import { askAsOfficer } from './launcher/askAsOfficer.ts'
import { childProcesses } from './launcher/childProcesses.ts'
import { type StartedHub, startedHub } from './launcher/startedHub.ts'

const OLD = { name: '虚构旧号酒业有限公司', regNo: '110108000000016' }
const NEW = {
  name: '虚构新号酒业有限公司',
  uscc: makeUscc({ category: '91', authority: '410100', organisation: 'MA0X0001' }),
}
/** A row that found no subject asks again after a quarter of a minute; a division asks for acts every five seconds. */
const soon = { timeout: 45_000, interval: 1_000 }

describe('one enterprise under two numbers, in two divisions, over real processes', () => {
  let hub: StartedHub
  let merger: number

  beforeAll(async () => {
    hub = await startedHub(['--empty'])
  })
  afterAll(() => hub.stop())

  async function send(division: DivisionName, family: string, row: Record<string, unknown>) {
    const file = join(hub.folder, `${family}.jsonl`)
    await writeFile(file, `${JSON.stringify(row)}\n`)
    const key = (await readHubKeys(hub.folder)).import?.[division] ?? ''
    const divisionUrl = hubAddresses(hub.port).divisionUrls[division]
    return importFile({ divisionUrl, family, file, key, onProgress: () => undefined })
  }

  async function archive(kind: 'USCC' | 'REG_NO', value: string) {
    const query = `query ($kind: IdentifierKind!, $value: String!) { enterpriseByIdentifier(kind: $kind, value: $value) {
      subjectId name mergedSubjects { name } commitments { totalCount } commendations { totalCount }
    } }`
    const response = await postGraph(hub.origin, { query, variables: { kind, value } })
    const { data } = (await response.json()) as { data: { enterpriseByIdentifier: Record<string, unknown> | null } }
    return data.enterpriseByIdentifier
  }

  const act = (query: string, variables: Record<string, unknown>) =>
    askAsOfficer(
      { name: 'market-order', origin: hubAddresses(hub.port).divisionUrls['market-order'], data: hub.folder },
      query,
      variables,
    )

  const honour = (documentNo: string, subject: Record<string, string>) =>
    send('personnel', 'commendations', {
      honorName: '虚构奖',
      grantedBy: '虚构市商务局',
      grantedOn: '2019-05-05',
      status: 'VALID',
      documentNo,
      ...subject,
    })

  test('a row waits for the index to learn its subject, and comes in by itself', async () => {
    const row = honour('虚奖1号', { subjectName: NEW.name, subjectUscc: NEW.uscc })
    expect(await row).toMatchObject({ submitted: 1, unlinked: 1 })
    await send('market-order', 'registry', { ...NEW, registeredOn: '2016-01-01' })
    await expect.poll(() => archive('USCC', NEW.uscc), soon).toMatchObject({ commendations: { totalCount: 1 } })
  }, 60_000)

  test('merged while a division is down, it ends as one subject with the records of both', async () => {
    await send('market-order', 'registry', {
      name: OLD.name,
      identifiers: [{ kind: 'REG_NO', value: OLD.regNo }],
      registeredOn: '2001-01-01',
    })
    expect(await honour('虚奖2号', { subjectName: OLD.name, subjectRegNo: OLD.regNo })).toMatchObject({ created: 1 })
    const promise = { commitmentType: 'VOLUNTARY', signedOn: '2019-01-01' }
    await send('market-order', 'commitments', { ...promise, subjectName: OLD.name, subjectRegNo: OLD.regNo })
    const old = await archive('REG_NO', OLD.regNo)
    const fresh = await archive('USCC', NEW.uscc)
    const personnel = childProcesses(hub.child.pid ?? 0).find(({ command }) => command.includes('subgraphs/personnel/'))
    process.kill(personnel?.pid ?? 0, 'SIGKILL')
    const merged = await act(
      `mutation ($old: ID!, $fresh: ID!) { mergeSubjects(subjectId: $old, survivorId: $fresh, mergeKind: SAME_ENTERPRISE,
        effectiveOn: "2020-05-01", reason: "虚构：同一企业") { number performedBy } }`,
      { old: old?.subjectId, fresh: fresh?.subjectId },
    )
    expect(merged).toEqual({ data: { mergeSubjects: { number: 1, performedBy: '虚某' } } })
    merger = 1
    const records = { commitments: { totalCount: 1 }, commendations: { totalCount: 2 } }
    const both = { subjectId: fresh?.subjectId, mergedSubjects: [{ name: OLD.name }], ...records }
    await expect.poll(() => archive('REG_NO', OLD.regNo), soon).toMatchObject(both)
    expect(await archive('USCC', NEW.uscc)).toMatchObject(both)
  }, 90_000)

  test('parted again, each has its own', async () => {
    const query = 'mutation ($number: Int!) { undoSubjectAct(number: $number, reason: "虚构：误并") { undoes } }'
    expect(await act(query, { number: merger })).toEqual({ data: { undoSubjectAct: { undoes: 1 } } })
    const one = { mergedSubjects: [], commendations: { totalCount: 1 } }
    const [commitment, none] = [{ commitments: { totalCount: 1 } }, { commitments: { totalCount: 0 } }]
    await expect.poll(() => archive('REG_NO', OLD.regNo), soon).toMatchObject({ ...one, ...commitment, name: OLD.name })
    expect(await archive('USCC', NEW.uscc)).toMatchObject({ ...one, ...none, name: NEW.name })
  }, 60_000)
})
