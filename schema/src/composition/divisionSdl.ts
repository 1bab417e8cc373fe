import { readdirSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const repositoryRoot = new URL('../../../', import.meta.url)
const hubFolder = new URL('gateway/graphql/', repositoryRoot)
const sharedFile = (name: string): URL => new URL(`schema/graphql/${name}.graphql`, repositoryRoot)
/** What every subgraph is written in. */
const languageFiles = ['link', 'directives', 'scalars', 'page-info', 'change-kind'].map(sharedFile)
/** What divisions have in common beyond that; the hub keeps no records and no desk. */
const divisionFiles = ['shared-types', 'event-types', 'desk'].map(sharedFile)

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
  return [...languageFiles, ...divisionFiles, schemaFileUrl].map(fileText).join('\n')
}

/** The whole SDL of the hub's own subgraph: what every subgraph is written in, then the files of its rooms by name. */
export function hubSdl(): string {
  const names = readdirSync(hubFolder).filter((name) => name.endsWith('.graphql'))
  const own = names.sort().map((name) => new URL(name, hubFolder))
  return [...languageFiles, ...own].map(fileText).join('\n')
}
