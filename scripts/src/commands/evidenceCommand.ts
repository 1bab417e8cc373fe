import { userInfo } from 'node:os'
import { join } from 'node:path'
import { checkpointsBeside, writeEvidenceFile } from '@hub/gateway/evidence/export/evidenceFiles'
import { pruneEvidence } from '@hub/gateway/evidence/export/pruneEvidence'
import { storedEvidence } from '@hub/gateway/evidence/export/storedEvidence'
import { CHECKPOINTS_FILE, keepCheckpoint } from '@hub/gateway/evidence/ledger/checkpointFile'
import { EvidenceLedger } from '@hub/gateway/evidence/ledger/evidenceLedger'
import type { EvidenceStore } from '@hub/gateway/evidence/ledger/evidenceStore'
import { signingKey } from '@hub/gateway/evidence/signing/signingKeyFile'
import { type EvidenceReport, verifyEvidence } from '@hub/gateway/evidence/verify/verifyEvidence'
import { evidenceFolder } from '../evidence/evidenceFolder.ts'
import { checkpointsAtHand, type EvidencePlaces, exportedRecords, trustedKeys } from '../evidence/evidenceSource.ts'
import { findingText } from '../evidence/findingText.ts'
import { withEvidence } from '../evidence/withEvidence.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'

const writeMillis = 30_000

async function verified(places: EvidencePlaces): Promise<EvidenceReport> {
  const [atHand, keys] = await Promise.all([checkpointsAtHand(places), trustedKeys(places)])
  if (places.from !== undefined)
    return verifyEvidence({ records: exportedRecords(places.from), checkpoints: atHand, trustedKeys: keys })
  return withEvidence(places.data, async (store) => {
    const checkpoints = [...(await store.listCheckpoints()), ...atHand]
    return verifyEvidence({ records: storedEvidence(store), checkpoints, trustedKeys: keys })
  })
}

/**
 * `hub evidence verify`: names the first record of each chain that was changed, removed, inserted or reordered.
 * @returns whether all is as it was written
 */
export async function verifyEvidenceCommand(places: EvidencePlaces, progress: ProgressLines): Promise<boolean> {
  const { chains, records, unsealed, checkpoints, unproven, keys, findings } = await verified(places)
  progress.line(`${chains} 条链 chains, ${records} 条记录 records, ${checkpoints} 个检查点 checkpoints`)
  if (unsealed > 0) progress.line(`${unsealed} 条尚无检查点 not yet under a checkpoint`)
  if (unproven > 0)
    progress.line(
      `${unproven} 个检查点的记录已不在，亦无一致性证明 checkpoints without their records or a consistency proof`,
    )
  for (const key of keys) progress.line(`SM2 ${key}`)
  for (const finding of findings) progress.line(findingText(finding))
  if (findings.length === 0) progress.line('✓ 校验通过 verified')
  return findings.length === 0
}

/** `hub evidence export`: writes all records to a file, their checkpoints beside it. */
export async function exportEvidenceCommand(
  file: string,
  { data }: { data: string },
  progress: ProgressLines,
): Promise<void> {
  await withEvidence(data, async (store) => {
    // Checkpoints first: every record that one of them speaks of is then among those read after.
    await writeEvidenceFile(checkpointsBeside(file), await store.listCheckpoints())
    await writeEvidenceFile(file, storedEvidence(store))
  })
  progress.line(`✓ ${file}, ${checkpointsBeside(file)}`)
}

async function commandLedger(store: EvidenceStore, data: string): Promise<EvidenceLedger> {
  const folder = evidenceFolder(data)
  return new EvidenceLedger({
    store,
    key: await signingKey(folder),
    algorithm: 'SM3',
    instance: 'hub-command',
    checkpointRecords: 1_000,
    checkpointMillis: writeMillis,
    deadlineMillis: writeMillis,
    keep: (checkpoint) => keepCheckpoint(join(folder, CHECKPOINTS_FILE), checkpoint),
    onFault: (error) => {
      throw error
    },
  })
}

/** `hub evidence prune`: moves what is older than the retention into a file. */
export async function pruneEvidenceCommand(
  file: string,
  { data, keepMonths }: { data: string; keepMonths: number },
  progress: ProgressLines,
): Promise<void> {
  const before = new Date()
  before.setMonth(before.getMonth() - keepMonths)
  const [keptCheckpoints, keys] = await Promise.all([checkpointsAtHand({ data }), trustedKeys({ data })])
  const count = await withEvidence(data, async (store) => {
    const ledger = await commandLedger(store, data)
    try {
      const caller = `os:${userInfo().username}`
      return await pruneEvidence({ store, ledger, caller, keptCheckpoints, trustedKeys: keys, before, file })
    } finally {
      await ledger.close()
    }
  })
  progress.line(`✓ ${count} 条 records < ${before.toISOString()}${count === 0 ? '' : ` → ${file}`}`)
}
