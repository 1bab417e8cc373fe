import { Lease } from '@hub/schema/leases/lease'
import type { Logger } from 'pino'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { ImportCollections } from '../imports/batches/importCollections.ts'
import { relayCollections } from '../relay/relayCollections.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { type ResealedCollection, reseal, sealingProgress } from './reseal.ts'

/** Much longer than a part takes. */
const LEASE_MS = 60_000

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

/** Seals anew, at the side of everything else, what is not sealed under the present key; where nothing is to do, it looks and ends. */
export async function keepSealed({ records, families, imports, logger, signal }: SealedStore): Promise<void> {
  const lease = new Lease(relayCollections(records).leases, 'sealing', LEASE_MS)
  const key = records.sealing.sealer.keyId
  try {
    const isDone = await reseal({
      collections: sealedCollections({ records, families, imports }),
      progress: sealingProgress(records.connection),
      goOn: async () => !signal.aborted && (await lease.hold()),
      onProgress: ({ _id, resealed, doneAt }) =>
        logger.info({ collection: _id, resealed, done: doneAt !== undefined, key }, 'sealing stored data anew'),
    })
    if (isDone) logger.info({ key }, 'all stored data is sealed under this key; others may be removed from DATA_KEYS')
  } catch (error) {
    logger.error({ err: error, key }, 'stored data could not be sealed anew; the next start goes on')
  } finally {
    await lease.release().catch(() => undefined)
  }
}
