import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { composeHub } from '../launcher/composeHub.ts'
import { noteLines } from '../launcher/compositionReport.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { repositoryFolder } from '../launcher/repository.ts'

/** Port that the addresses in the committed supergraph are reckoned from. */
const defaultPort = 4000

/** `hub compose`: writes the supergraph that is committed, and shows what composition remarks on. */
export async function composeCommand(progress: ProgressLines): Promise<void> {
  const { supergraphSdl, hints } = composeHub(hubAddresses(defaultPort))
  await writeFile(join(repositoryFolder, 'schema', 'supergraph.graphql'), supergraphSdl)
  for (const line of hints.flatMap(noteLines)) progress.line(line)
  progress.line(`schema/supergraph.graphql (${hints.length} 条提示 hints)`)
}
