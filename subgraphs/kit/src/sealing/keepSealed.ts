import { Lease } from '@hub/schema/leases/lease'
import type { Logger } from 'pino'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { ImportCollections } from '../imports/batches/importCollections.ts'
import { relayCollections } from '../relay/relayCollections.ts'
import { inRounds } from '../server/inRounds.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { type ResealedCollection, reseal, sealingProgress } from './reseal.ts'
import { SealingWriters } from './sealingWriters.ts'

/** Much longer than a part takes. */
const LEASE_MS = 60_000
const ROUND_MS = 60_000

export interface SealedStore {
  records: DivisionCollections
  families: readonly RecordFamily[]
  imports: ImportCollections
  logger: Logger
  signal: AbortSignal
}

/** Everything of a division that is sealed. */
export function sealedCollections({
  records,
  families,
  imports,
}: Pick<SealedStore, 'records' | 'families' | 'imports'>): ResealedCollection[] {
  const ofRecords = families.flatMap((family) => {
    const { current, versions } = records.modelsOf(family)
    return [current, versions]
  })
  return [...ofRecords, imports.doubts, imports.unlinked, imports.acts]
}

/**
 * Seals anew, at the side of everything else, what is not sealed under the present key, for as long as the process runs. That
 * older keys may go is logged only when no process seals by one any more, and all that was looked at was looked at after.
 */
export async function keepSealed(store: SealedStore, everyMs = ROUND_MS): Promise<void> {
  const { records, logger, signal } = store
  const lease = new Lease(relayCollections(records).leases, 'sealing', LEASE_MS)
  const writers = new SealingWriters(records.connection)
  const key = records.sealing.sealer.keyId
  let toldAt: Date | undefined
  const round = async () => {
    const now = new Date()
    await writers.write(key, now)
    const others = await writers.othersUntil(key)
    if (toldAt !== undefined && (others === undefined || others <= toldAt)) return
    if (!(await lease.hold())) return
    const isWritten = others !== undefined && others > now
    try {
      if (!(await resealed(store, lease, isWritten ? undefined : others))) return
    } finally {
      await lease.release().catch(() => undefined)
    }
    if (isWritten)
      logger.info({ key, until: others }, 'stored data is sealed under this key; a process seals by another')
    else {
      toldAt = now
      logger.info({ key }, 'all stored data is sealed under this key; others may be removed from DATA_KEYS')
    }
  }
  const onFailure = (err: unknown) =>
    logger.error({ err, key }, 'stored data could not be sealed anew; the next round goes on')
  await round().catch(onFailure)
  await inRounds(everyMs, signal, round, onFailure)
}

/** @returns whether everything was sealed under the present key, looked at after that instant */
function resealed(store: SealedStore, lease: Lease, after: Date | undefined): Promise<boolean> {
  const { records, logger, signal } = store
  const key = records.sealing.sealer.keyId
  return reseal({
    collections: sealedCollections(store),
    progress: sealingProgress(records.connection),
    after,
    goOn: async () => !signal.aborted && (await lease.hold()),
    onProgress: ({ _id, resealed: count, doneAt }) =>
      logger.info({ collection: _id, resealed: count, done: doneAt !== undefined, key }, 'sealing stored data anew'),
  })
}
