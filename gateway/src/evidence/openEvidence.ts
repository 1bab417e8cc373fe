import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { HubDatabase } from '../database/openHubDatabase.ts'
import type { GatewayEnvironment } from '../environment.ts'
import type { FieldLevels } from '../execution/answer/accessProfile.ts'
import { AccessEvidence } from './access/accessEvidence.ts'
import { CHECKPOINTS_FILE, keepCheckpoint } from './ledger/checkpointFile.ts'
import { EvidenceLedger } from './ledger/evidenceLedger.ts'
import { EvidenceStore } from './ledger/evidenceStore.ts'
import { signingKey } from './signing/signingKeyFile.ts'

/** The hub's ledger in its database. A database that is out now is asked again with the first record. */
export async function openEvidence(
  { db }: HubDatabase,
  environment: GatewayEnvironment,
  logger: Logger,
): Promise<EvidenceLedger> {
  const folder = environment.EVIDENCE_FOLDER
  const onFault = (err: unknown): void => logger.error({ err }, 'evidence')
  const ledger = new EvidenceLedger({
    store: new EvidenceStore(db),
    key: await signingKey(folder),
    algorithm: environment.EVIDENCE_HASH,
    instance: environment.HUB_INSTANCE ?? `${hostname()}:${environment.PORT}`,
    checkpointRecords: environment.EVIDENCE_CHECKPOINT_RECORDS,
    checkpointMillis: environment.EVIDENCE_CHECKPOINT_MS,
    deadlineMillis: environment.DATABASE_DEADLINE_MS,
    keep: (checkpoint) => keepCheckpoint(join(folder, CHECKPOINTS_FILE), checkpoint),
    onFault,
  })
  ledger.open().catch(onFault)
  return ledger
}

/** What keeps evidence of answers, as the settings want it. */
export function accessEvidence(
  ledger: EvidenceLedger | undefined,
  levels: FieldLevels,
  environment: GatewayEnvironment,
): AccessEvidence {
  const { EVIDENCE_HASH: algorithm, EVIDENCE_PUBLIC_SAMPLE: publicSample } = environment
  return new AccessEvidence({ ledger, levels, algorithm, publicSample })
}
