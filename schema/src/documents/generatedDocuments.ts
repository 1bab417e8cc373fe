import type { CompositionNote } from '../composition/composeSupergraph.ts'
import { errorsPage } from '../errors/errorsPage.ts'
import { HubError } from '../errors/HubError.ts'
import { composeDivisions } from './composeDivisions.ts'
import { glossary } from './glossary.ts'

/** A committed file that follows from others. */
export interface GeneratedDocument {
  /** In the folder `schema/`. */
  readonly file: URL
  readonly text: string
}

function noteText({ code, message, places }: CompositionNote): string {
  return [`${code}: ${message}`, ...places.map(({ file, line }) => `  ${file}:${line}`)].join('\n')
}

/**
 * The generated files of this package as they should be now: `supergraph.graphql`, `glossary.md`, `errors.md`.
 * @throws HubError HUB_COMPOSITION_FAILED with file and line of what does not compose
 */
export function generatedDocuments(): GeneratedDocument[] {
  const composition = composeDivisions()
  if (composition.errors) {
    throw new HubError('HUB_COMPOSITION_FAILED', composition.errors.map(noteText).join('\n'))
  }
  const { supergraphSdl } = composition
  return Object.entries({
    'supergraph.graphql': `${supergraphSdl.trimEnd()}\n`,
    'glossary.md': glossary(supergraphSdl),
    'errors.md': errorsPage(),
  }).map(([name, text]) => ({ file: new URL(`../../${name}`, import.meta.url), text }))
}
