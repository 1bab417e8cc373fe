import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Checkpoint, signedCheckpoint } from '../chain/checkpoint.ts'
import { emptyTree, withLeaf } from '../chain/merkleTree.ts'
import { canonicalText } from '../record/canonicalText.ts'
import type { EvidenceRecord } from '../record/evidenceRecord.ts'
import { hashOf } from '../record/hashAlgorithm.ts'
import { linkedRecord } from '../record/linkedRecord.ts'
import { newSm2KeyPem, readSm2Key } from '../signing/sm2Key.ts'
import { type SampleChain, sampleAccess, sampleChain } from '../testing/sampleEvidence.ts'
import type { FindingKind } from './finding.ts'
import { verifyEvidence } from './verifyEvidence.ts'

const key = readSm2Key(newSm2KeyPem())
const size = 24
const whole = sampleChain(key, { size, every: 16 })

type Records = EvidenceRecord[]
type Tampering = (records: Records, at: number) => Records

const at = (records: Records, index: number): EvidenceRecord => {
  const record = records[index]
  if (record === undefined) throw new Error(`no record ${index}`)
  return record
}

const withHash = ({ hash: _, ...unhashed }: EvidenceRecord): EvidenceRecord => ({
  ...unhashed,
  hash: hashOf('SM3', canonicalText(unhashed)),
})

/** Linked anew from a record on, as somebody would who can write the store but has no key. */
function relinked(records: Records, from: number): Records {
  const result = records.slice(0, from)
  for (let index = from; index < records.length; index++) {
    const { chain: _c, sequence: _s, previous: _p, hash: _h, ...content } = at(records, index)
    result.push(linkedRecord(content, { chain: 'C1', size: index, hash: result.at(-1)?.hash ?? '' }, 'SM3'))
  }
  return result
}

const other = (record: EvidenceRecord): EvidenceRecord => ({ ...record, caller: `${record.caller}, or so they say` })

/** Behind the last checkpoint that agrees, a chain that is one record short can be short of any. */
const cannotBePlaced = 'removed, the rest linked anew'

const tamperings: Record<string, [kinds: FindingKind[], tamper: Tampering]> = {
  'a value changed': [['CHANGED'], (all, index) => all.with(index, other(at(all, index)))],
  'a member added': [['CHANGED'], (all, index) => all.with(index, { ...at(all, index), purpose: 'none' })],
  'changed, with its hash': [
    ['CHANGED', 'REWRITTEN'],
    (all, index) => all.with(index, withHash(other(at(all, index)))),
  ],
  'changed, with all hashes after': [
    ['REWRITTEN'],
    (all, index) => relinked(all.with(index, other(at(all, index))), index),
  ],
  removed: [['REMOVED'], (all, index) => all.toSpliced(index, 1)],
  [cannotBePlaced]: [['REWRITTEN', 'REMOVED'], (all, index) => relinked(all.toSpliced(index, 1), index)],
  'the end cut off': [['REMOVED'], (all, index) => all.slice(0, index)],
  'a copy inserted': [['INSERTED'], (all, index) => all.toSpliced(index + 1, 0, at(all, index))],
  'one inserted, linked to what is before': [
    ['INSERTED', 'REWRITTEN'],
    (all, index) => all.toSpliced(index, 0, withHash(other(at(all, index)))),
  ],
  'one inserted, the rest linked anew': [
    ['REWRITTEN'],
    (all, index) => relinked(all.toSpliced(index, 0, other(at(all, index))), index),
  ],
  'moved to the end': [['REORDERED', 'REMOVED'], (all, index) => [...all.toSpliced(index, 1), at(all, index)]],
}

async function findingsOf({ records, checkpoints }: SampleChain) {
  return (await verifyEvidence({ records, checkpoints })).findings
}

describe('evidence that was tampered with', () => {
  test('what nobody touched has no finding', async () => {
    const report = await verifyEvidence(whole)
    expect(report).toMatchObject({ chains: 1, records: size, unsealed: 0, checkpoints: 2, findings: [] })
  })

  test.each(Object.entries(tamperings))('%s: found, always, at the right record', async (name, [kinds, tamper]) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: size - 2 }), async (index) => {
        const [finding] = await findingsOf({ ...whole, records: tamper(whole.records, index) })
        expect(kinds).toContain(finding?.kind)
        if (name === cannotBePlaced) return
        expect(finding?.sequence).toBeLessThanOrEqual(index)
        expect(finding?.through ?? finding?.sequence).toBeGreaterThanOrEqual(index)
        if (finding?.kind !== 'REWRITTEN') expect(finding?.sequence).toBe(index)
      }),
      { numRuns: 30 },
    )
  })

  test.each<[name: string, kinds: FindingKind[]]>([
    ['a value changed', ['CHANGED']],
    ['changed, with its hash', ['CHANGED']],
    ['removed', ['REMOVED']],
    ['a copy inserted', ['INSERTED']],
    ['one inserted, linked to what is before', ['INSERTED', 'CHANGED']],
    ['moved to the end', ['REORDERED', 'REMOVED']],
  ])('behind the last checkpoint, by the links alone: %s', async (name, kinds) => {
    const [sealed] = whole.checkpoints
    const tamper = tamperings[name]?.[1]
    if (sealed === undefined || tamper === undefined) throw new Error(name)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: sealed.size, max: size - 3 }), async (index) => {
        const found = await findingsOf({ records: tamper(whole.records, index), checkpoints: [sealed] })
        expect(kinds).toContain(found[0]?.kind)
        expect(found[0]?.sequence).toBe(index)
      }),
      { numRuns: 10 },
    )
  })

  test('several tamperings at once are found too', async () => {
    const one = fc.tuple(fc.constantFrom(...Object.values(tamperings)), fc.integer({ min: 0, max: size - 2 }))
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 4 }), async (acts) => {
        const records = acts.reduce<Records>(
          (all, [[, tamper], index]) => (index < all.length ? tamper(all, index) : all),
          whole.records,
        )
        // Acts that undo each other leave nothing to find.
        fc.pre(canonicalText(records) !== canonicalText(whole.records))
        expect(await findingsOf({ ...whole, records })).not.toEqual([])
      }),
      { numRuns: 80 },
    )
  })

  test('a whole chain that is gone is known by its checkpoint, or by the chain that followed it', async () => {
    expect(await findingsOf({ ...whole, records: [] })).toMatchObject([{ kind: 'REMOVED', sequence: 0 }])
    const opened = { ...sampleAccess(0), kind: 'CHAIN_OPENED', details: { follows: 'C0' } } as const
    const records = [linkedRecord(opened, { chain: 'C1', size: 0, hash: '' }, 'SM3')]
    expect(await findingsOf({ records, checkpoints: [] })).toMatchObject([{ kind: 'REMOVED', chain: 'C0' }])
  })

  test('a checkpoint that was changed, signed by another key, or contradicts another is a finding', async () => {
    const stranger = sampleChain(readSm2Key(newSm2KeyPem()), { size, every: 16 })
    const [first] = whole.checkpoints
    if (first === undefined) throw new Error('no checkpoint')
    const changed = { ...first, at: '2026-01-01T00:00:00.000Z' }
    const forged = [{ kind: 'CHECKPOINT_FORGED', sequence: 15 }]
    expect(await findingsOf({ ...whole, checkpoints: [changed, ...whole.checkpoints] })).toMatchObject(forged)
    const trustedKeys = new Set([key.publicKey])
    expect((await verifyEvidence({ ...stranger, trustedKeys })).findings).toHaveLength(2)
    const different = sampleChain(key, { size, every: 16, algorithm: 'SHA-256' }).checkpoints
    expect(await findingsOf({ ...whole, checkpoints: [...whole.checkpoints, ...different] })).toHaveLength(2)
  })
})

describe('evidence that was pruned', () => {
  const statement = { ...sampleAccess(0), kind: 'PRUNED', details: { chains: { C1: 16 } } } as const
  const rest = { records: whole.records.slice(16), checkpoints: whole.checkpoints }

  async function withStatement(signed: boolean): Promise<unknown> {
    const record = linkedRecord(statement, { chain: 'P', size: 0, hash: '' }, 'SM3')
    const tree = withLeaf(emptyTree, 'SM3', record.hash)
    const seal = signed ? [signedCheckpoint({ chain: 'P', head: record.hash, tree, at: record.at }, key)] : []
    return findingsOf({ records: [...rest.records, record], checkpoints: [...rest.checkpoints, ...seal] })
  }

  test('is whole when a signed statement says so, and not otherwise', async () => {
    expect(await withStatement(true)).toEqual([])
    const removed = [{ kind: 'REMOVED', chain: 'C1', sequence: 0, through: 15 }]
    expect(await withStatement(false)).toEqual(removed)
    expect(await findingsOf(rest)).toEqual(removed)
  })

  test('kept elsewhere, an earlier checkpoint of another history shows, though its records are gone', async () => {
    const sealed = sampleChain(key, { size, every: 4 })
    const statementAt = async (checkpoints: readonly Checkpoint[]) => {
      const record = linkedRecord(statement, { chain: 'P', size: 0, hash: '' }, 'SM3')
      const tree = withLeaf(emptyTree, 'SM3', record.hash)
      const seal = signedCheckpoint({ chain: 'P', head: record.hash, tree, at: record.at }, key)
      const records = [...sealed.records.slice(16), record]
      return verifyEvidence({ records, checkpoints: [...checkpoints, seal] })
    }
    expect(await statementAt(sealed.checkpoints)).toMatchObject({ findings: [], unproven: 0 })
    // Another history, by the key's own holder; of the one that stands he has hidden the checkpoint of that size.
    const kept = sampleChain(key, { size: 8, every: 4, first: 100 }).checkpoints
    const rest = sealed.checkpoints.filter((checkpoint) => checkpoint.size > 8)
    expect((await statementAt([...kept, ...rest])).findings).toEqual([
      { kind: 'NOT_CONTINUED', chain: 'C1', sequence: 7 },
    ])
    const withGap = sealed.checkpoints.filter((checkpoint) => checkpoint.size !== 8)
    expect(await statementAt(withGap)).toMatchObject({ findings: [], unproven: 1 })
  })

  test('a record more than was pruned is missed', async () => {
    const records = whole.records.slice(17)
    expect(await findingsOf({ records, checkpoints: whole.checkpoints })).toMatchObject([{ kind: 'REMOVED' }])
  })
})

test('with SHA-256 it is the same', async () => {
  const chain = sampleChain(key, { size: 20, every: 7, algorithm: 'SHA-256' })
  expect(await findingsOf(chain)).toEqual([])
  expect(await findingsOf({ ...chain, records: chain.records.toSpliced(5, 1) })).toMatchObject([{ sequence: 5 }])
})
