import type { Composition } from '@hub/schema/composition/composeSupergraph'
import { composeDivisions } from '@hub/schema/documents/composeDivisions'
import { HubError } from '@hub/schema/errors/HubError'
import { noteLines } from './compositionReport.ts'
import type { HubAddresses } from './hubAddresses.ts'

type GoodComposition = Extract<Composition, { readonly supergraphSdl: string }>

/**
 * Composes the graphs of the four divisions and of the hub as they stand in the repository.
 * @throws HubError HUB_COMPOSITION_FAILED naming the lines of SDL at fault
 */
export function composeHub({ divisionUrls }: HubAddresses): GoodComposition {
  const composition = composeDivisions(({ name }) => `${divisionUrls[name]}/graphql`)
  if (composition.errors === undefined) return composition
  const lines = composition.errors.flatMap(noteLines).join('\n')
  throw new HubError('HUB_COMPOSITION_FAILED', `各处室的图无法合成 / the graphs do not compose:\n${lines}`)
}
