import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { CanonicalNames } from './canonicalNames.ts'
import type { PlannedFetch } from './plannedFetch.ts'
import { requiredSelections } from './requiredSelections.ts'
import type { Requirements } from './requirements.ts'
import { withInputs } from './spareKeys.ts'
import { namesIn } from './stepPath.ts'
import { fulfils } from './typeConditions.ts'
import { typenameField } from './typenameField.ts'

const nameIn = (node: FieldNode): string => (node.alias ?? node.name).value

function listMarks(type: GraphQLOutputType): string[] {
  if (isNonNullType(type)) return listMarks(type.ofType)
  return isListType(type) ? ['@', ...listMarks(type.ofType)] : []
}

/** Fields that leave a fetch because they need to be sent something: those at one place that need the same. */
interface Leaving {
  readonly type: string
  /** From the fetch's own objects down to those that have the fields. */
  readonly below: readonly string[]
  readonly inputs: SelectionSetNode
  readonly fields: FieldNode[]
}

interface Place {
  readonly type: string
  readonly below: readonly string[]
}

class Extraction {
  private readonly leaving = new Map<string, Leaving>()

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly requirements: Requirements,
    private readonly names: CanonicalNames,
    private readonly fetch: PlannedFetch,
  ) {}

  run(): { rest: PlannedFetch | undefined; extracted: PlannedFetch[] } {
    const { fetch, schema } = this
    const operation = fetch.operation === 'query' ? OperationTypeNode.QUERY : OperationTypeNode.MUTATION
    const root = fetch.requires === undefined ? (schema.getRootType(operation)?.name ?? '') : ''
    const selection = this.remaining(fetch.selection, { type: root, below: [] })
    return {
      rest: selection.selections.length > 0 ? { ...fetch, selection } : undefined,
      extracted: [...this.leaving.values()].map((part) => this.extracted(part)),
    }
  }

  private remaining(set: SelectionSetNode, place: Place): SelectionSetNode {
    const selections = set.selections.flatMap((node) => this.kept(node, place))
    return { ...set, selections }
  }

  private kept(node: SelectionNode, place: Place): SelectionNode[] {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [node]
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const inner = this.remaining(node.selectionSet, { ...place, type: node.typeCondition?.name.value ?? place.type })
      return inner.selections.length > 0 ? [{ ...node, selectionSet: inner }] : []
    }
    const inputs = this.requirements.of(this.fetch.division, place.type, node.name.value)
    if (inputs !== undefined && !this.isSentAlong(inputs, place)) return this.leave(node, inputs, place)
    if (node.selectionSet === undefined) return [node]
    return [{ ...node, selectionSet: this.remaining(node.selectionSet, this.placeOf(node, place)) }]
  }

  private placeOf(node: FieldNode, { type, below }: Place): Place {
    const owner = this.schema.getType(type)
    const field = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields()[node.name.value] : undefined
    if (field === undefined) return { type: '', below }
    return { type: getNamedType(field.type).name, below: [...below, nameIn(node), ...listMarks(field.type)] }
  }

  private isSentAlong(inputs: SelectionSetNode, { below }: Place): boolean {
    return below.length === 0 && this.fetch.inputs === print(inputs)
  }

  /** @returns what has to be asked in the field's place, so that the object can be named to the division */
  private leave(node: FieldNode, inputs: SelectionSetNode, { type, below }: Place): SelectionNode[] {
    const top = below.length === 0 && this.fetch.requires !== undefined
    const access = this.requirements.accessTo(this.fetch.division, type)
    if (!top && access === undefined) return [node]
    const key = `${below.join('.')} ${type} ${print(inputs)}`
    const part = this.leaving.get(key) ?? { type, below, inputs, fields: [] }
    part.fields.push(node)
    this.leaving.set(key, part)
    return top ? [] : [typenameField, ...(access?.key.selections ?? [])]
  }

  private extracted({ type, below, inputs, fields }: Leaving): PlannedFetch {
    const { fetch } = this
    const top = below.length === 0 && fetch.requires !== undefined
    const sent = requiredSelections(this.schema, this.names, type, inputs, 'inputs')
    const fragment: SelectionNode = {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
    }
    return {
      ...fetch,
      operation: 'query',
      path: [...fetch.path, ...below.map((part) => this.nameInData(part))],
      ...(top ? this.byOwnKey(type, sent) : this.byKeyOf(type, sent)),
      outputRewrites: rewritesBelow(fetch.outputRewrites, below, fields),
      selection: { kind: Kind.SELECTION_SET, selections: [fragment] },
      inputs: print(inputs),
    }
  }

  /** A name as it is once the renamings of the planner have been carried out. */
  private nameInData(name: string): string {
    const rewrite = this.fetch.outputRewrites.find(({ path }) => path.at(-1) === name)
    return rewrite?.kind === 'KeyRenamer' ? rewrite.renameKeyTo : name
  }

  /** The representation that the fetch itself has, for the objects of the type. */
  private byOwnKey(type: string, sent: readonly QueryPlanSelectionNode[]) {
    const requires = (this.fetch.requires ?? []).flatMap((node): QueryPlanSelectionNode[] => {
      if (node.kind === 'Field') return [node]
      const condition = node.typeCondition ?? type
      const narrower = fulfils(this.schema, type, condition) ? type : condition
      if (!fulfils(this.schema, narrower, type)) return []
      return [withInputs({ ...node, typeCondition: narrower }, sent)]
    })
    return { requires, inputRewrites: this.fetch.inputRewrites }
  }

  /** A representation by the key that the division resolves. */
  private byKeyOf(type: string, sent: readonly QueryPlanSelectionNode[]) {
    const access = this.requirements.accessTo(this.fetch.division, type)
    const key = access ? requiredSelections(this.schema, this.names, type, access.key, 'key') : []
    const name: QueryPlanSelectionNode = { kind: 'Field', name: '__typename' }
    const requires: QueryPlanSelectionNode[] = [
      { kind: 'InlineFragment', typeCondition: type, selections: [name, ...key, ...sent] },
    ]
    const rename: FetchDataRewrite = { kind: 'ValueSetter', path: [`... on ${type}`, '__typename'], setValueTo: type }
    return { requires, inputRewrites: access?.interfaceObject ? [rename] : [] }
  }
}

/** Renamings of the planner that concern the fields, as they are to be carried out from the fields' own objects. */
function rewritesBelow(
  rewrites: readonly FetchDataRewrite[],
  below: readonly string[],
  fields: readonly FieldNode[],
): FetchDataRewrite[] {
  const depth = namesIn(below).length
  const names = new Set(fields.map(nameIn))
  return rewrites.flatMap((rewrite) => {
    const parts = [...rewrite.path]
    let passed = 0
    while (passed < depth && parts.length > 0) if (!parts.shift()?.startsWith('... on ')) passed += 1
    const first = parts.find((part) => !part.startsWith('... on '))
    return first !== undefined && names.has(first) ? [{ ...rewrite, path: parts }] : []
  })
}

/**
 * Takes out of a fetch the fields that require something of other divisions (`@requires`), each with the others at its
 * place that require the same: they are asked for by representations that carry what they require.
 * @returns the fetch with what remains, if anything does, and the fetches for what was taken out
 */
export function extractRequirements(
  schema: GraphQLSchema,
  requirements: Requirements,
  names: CanonicalNames,
  fetch: PlannedFetch,
): PlannedFetch[] {
  const { rest, extracted } = new Extraction(schema, requirements, names, fetch).run()
  // What has been taken out may have such fields beneath in its turn.
  const inner = extracted.flatMap((part) => extractRequirements(schema, requirements, names, part))
  return rest === undefined ? inner : [rest, ...inner]
}
