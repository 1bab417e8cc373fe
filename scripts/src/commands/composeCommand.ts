import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { generatedDocuments } from '@hub/schema/documents/generatedDocuments'
import type { Command } from 'commander'
import { commandHelp } from '../documents/commandHelp.ts'
import { withAccess } from '../documents/readmeAccess.ts'
import { readmes, withSettings } from '../documents/readmeSettings.ts'
import { noteLines } from '../launcher/compositionReport.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { repositoryFolder } from '../launcher/repository.ts'

/**
 * `hub compose`: writes the supergraph and what else follows from the sources, and shows what composition remarks on.
 * @param program what `hub --help` tells of; it is set to write its help for the way in
 * @throws HubError HUB_COMPOSITION_FAILED naming the lines of SDL at fault
 */
export async function composeCommand(progress: ProgressLines, program: Command): Promise<void> {
  const documents = generatedDocuments()
  for (const { file, text } of documents) await writeFile(file, text)
  for (const { file, language } of readmes) {
    const path = join(repositoryFolder, file)
    await writeFile(path, withAccess(withSettings(await readFile(path, 'utf8'), language), language))
  }
  await writeFile(join(repositoryFolder, 'scripts', 'bin', 'help.txt'), commandHelp(program))
  const composition = composeDivisions()
  const hints = composition.errors === undefined ? composition.hints : []
  for (const line of hints.flatMap(noteLines)) progress.line(line)
  const names = documents.map(({ file }) => `schema/${file.pathname.split('/').at(-1)}`)
  progress.line(`✓ ${[...names, ...readmes.map(({ file }) => file)].join(', ')} (${hints.length} 条提示 hints)`)
}
