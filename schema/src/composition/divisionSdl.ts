import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const repositoryRoot = new URL('../../../', import.meta.url)
const sharedFiles = ['link', 'directives', 'scalars', 'shared-types', 'event-types', 'desk'].map(
  (name) => new URL(`schema/graphql/${name}.graphql`, repositoryRoot),
)

/** The comment that says which file the lines after it come from; `sourcePlace` reads it back. */
export const sourceMarker = '# source: '

function fileText(file: URL): string {
  const path = relative(fileURLToPath(repositoryRoot), fileURLToPath(file)).replaceAll('\\', '/')
  return `${sourceMarker}${path}\n${readFileSync(file, 'utf8').trimEnd()}\n`
}

/** Where a division keeps its own SDL. */
export function divisionSchemaFile(name: string): URL {
  return new URL(`subgraphs/${name}/schema.graphql`, repositoryRoot)
}

/**
 * The whole SDL of a division: the shared files of the contract, then its own. Every part begins with a
 * comment naming its file, so that composition can point at the line to mend.
 */
export function divisionSdl(schemaFileUrl: URL): string {
  return [...sharedFiles, schemaFileUrl].map(fileText).join('\n')
}
