import { COST_VERSIONS, costIdentity, type DirectiveDefinition, type Supergraph } from '@apollo/federation-internals'

/** `@listSize` of a field: how long its list, or the lists that its object holds, may be. */
export interface ListSize {
  readonly assumedSize?: number | null
  readonly slicingArguments?: readonly string[] | null
  readonly sizedFields?: readonly string[] | null
  readonly requireOneSlicingArgument?: boolean | null
}

/** What a supergraph says of cost by `@cost` and `@listSize`, by schema coordinate (IBM's cost directives specification). */
export interface CostDirectives {
  /** Of types `Type`, fields `Type.field`, arguments `Type.field(argument:)` and fields of inputs `Input.field`. */
  readonly weights: ReadonlyMap<string, number>
  readonly listSizes: ReadonlyMap<string, ListSize>
}

/** For graphs that say nothing of cost. */
export const noCostDirectives: CostDirectives = { weights: new Map(), listSizes: new Map() }

/** Reads the cost directives of a composed supergraph, whatever names it imports them by. */
export function costDirectives({ schema }: Supergraph): CostDirectives {
  const feature = schema.coreFeatures?.getByIdentity(costIdentity)
  const specification = feature && COST_VERSIONS.find(feature.url.version)
  if (specification === undefined) return noCostDirectives
  const costs = byCoordinate(specification.costDirective(schema))
  return {
    weights: new Map(costs.map(([coordinate, { weight }]) => [coordinate, weight])),
    listSizes: new Map(byCoordinate(specification.listSizeDirective(schema))),
  }
}

function byCoordinate<Arguments extends object>(
  directive: DirectiveDefinition<Arguments> | undefined,
): [string, Arguments][] {
  const applied = [...(directive?.applications() ?? [])]
  return applied.flatMap((one) => {
    const { parent } = one
    return 'coordinate' in parent ? [[String(parent.coordinate), one.arguments(true)]] : []
  })
}
