import { join } from 'node:path'

/** Where a hub keeps its signing key and its checkpoints. */
export function evidenceFolder(dataFolder: string): string {
  return join(dataFolder, 'evidence')
}
