import { appendFile } from 'node:fs/promises'
import type { Checkpoint } from '../chain/checkpoint.ts'
import { canonicalText } from '../record/canonicalText.ts'

/** In the evidence folder. */
export const CHECKPOINTS_FILE = 'checkpoints.jsonl'

/** Adds a checkpoint to a file of JSON lines, of which copies are kept where the hub's operators cannot reach. */
export async function keepCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  await appendFile(file, `${canonicalText(checkpoint)}\n`)
}
