import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint } from '@hub/gateway/evidence/chain/checkpoint'
import { checkpointsBeside, readEvidenceFile } from '@hub/gateway/evidence/export/evidenceFiles'
import { CHECKPOINTS_FILE } from '@hub/gateway/evidence/ledger/checkpointFile'
import type { EvidenceRecord } from '@hub/gateway/evidence/record/evidenceRecord'
import { PUBLIC_KEY_FILE } from '@hub/gateway/evidence/signing/signingKeyFile'
import { readSm2PublicKey } from '@hub/gateway/evidence/signing/sm2Key'
import { evidenceFolder } from './evidenceFolder.ts'

export interface EvidencePlaces {
  /** Files of exported or pruned records, the oldest first; the database when left out. */
  readonly from?: readonly string[]
  /** Checkpoints kept elsewhere, to be held against the others. */
  readonly checkpoints?: string
  /** PEM of the public key that must have signed. */
  readonly key?: string
  readonly data: string
}

async function checkpointsIn(file: string): Promise<Checkpoint[]> {
  const checkpoints: Checkpoint[] = []
  for await (const checkpoint of readEvidenceFile<Checkpoint>(file)) checkpoints.push(checkpoint)
  return checkpoints
}

/** Records of exports, one after the other. */
export async function* exportedRecords(files: readonly string[]): AsyncGenerator<EvidenceRecord> {
  for (const file of files) yield* readEvidenceFile<EvidenceRecord>(file)
}

/** Every checkpoint at hand: beside the export or in the hub's evidence folder, and the copy that was kept elsewhere. */
export async function checkpointsAtHand({ from, checkpoints, data }: EvidencePlaces): Promise<Checkpoint[]> {
  const usual = from === undefined ? [join(evidenceFolder(data), CHECKPOINTS_FILE)] : from.map(checkpointsBeside)
  const files = [...usual.filter((file) => existsSync(file)), ...(checkpoints === undefined ? [] : [checkpoints])]
  return (await Promise.all(files.map(checkpointsIn))).flat()
}

/** The keys that are trusted: the one named, else this hub's own for its own database, else whichever signed. */
export async function trustedKeys({ from, key, data }: EvidencePlaces): Promise<ReadonlySet<string> | undefined> {
  const own = join(evidenceFolder(data), PUBLIC_KEY_FILE)
  const file = key ?? (from === undefined && existsSync(own) ? own : undefined)
  return file === undefined ? undefined : new Set([readSm2PublicKey(await readFile(file, 'utf8'))])
}
