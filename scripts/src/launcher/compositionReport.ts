import type { CompositionNote } from '@hub/schema/composition/composeSupergraph'

/** An error or hint of composition as lines to read: what it is, then each place as `file:line`. */
export function noteLines({ code, message, places }: CompositionNote): string[] {
  return [`${code} ${message}`, ...places.map(({ file, line }) => `    ${file}:${line}`)]
}
