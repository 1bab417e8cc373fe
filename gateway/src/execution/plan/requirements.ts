import { type DocumentNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql'
import { argumentOf, divisionNames, fieldSet, hasFields, joins } from './supergraphTypes.ts'

/** How a division takes representations of a type. */
export interface EntityAccess {
  /** The fields of a key by which the division finds an entity. */
  readonly key: SelectionSetNode
  /** Whether the division knows the interface as if it were an object type. */
  readonly interfaceObject: boolean
}

/** Names of the fields that a set selects itself; those of keys stand in no fragments. */
const fieldNames = ({ selections }: SelectionSetNode): string[] =>
  selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []))

/** No client can give a field this name. */
const INPUT = { kind: Kind.NAME, value: '@requires' } as const

/** Inputs with fields of their own under an alias: what fails of all that a client asks beneath such a field is no input. */
function keptApart(set: SelectionSetNode): SelectionSetNode {
  const selections = set.selections.map((node): SelectionNode => {
    if (node.kind === Kind.INLINE_FRAGMENT) return { ...node, selectionSet: keptApart(node.selectionSet) }
    return node.kind === Kind.FIELD && node.selectionSet ? { ...node, alias: INPUT } : node
  })
  return { ...set, selections }
}

/**
 * What the fields of a supergraph require of other divisions (`@requires`), kept from the planner: the hub asks for the
 * inputs as if the client had, and sends them to the division when they are there.
 */
export class Requirements {
  /** Interfaces that some division knows as if they were object types. */
  readonly interfaceObjects: readonly string[]
  private readonly byField = new Map<string, Map<string, SelectionSetNode>>()
  private readonly byType = new Map<string, EntityAccess>()
  /** By division and type, every key by which the division finds an entity. */
  private readonly keys = new Map<string, SelectionSetNode[]>()
  /** By coordinate, what the keys of the type have beneath the field. */
  private readonly keyFields = new Map<string, SelectionSetNode[]>()

  constructor(document: DocumentNode) {
    const divisions = divisionNames(document)
    const interfaceObjects = new Set<string>()
    for (const type of document.definitions) {
      if (!hasFields(type)) continue
      for (const join of joins(type, 'join__type')) {
        const key = argumentOf(join, 'key')
        const interfaceObject = argumentOf(join, 'isInterfaceObject') === true
        if (interfaceObject) interfaceObjects.add(type.name.value)
        const place = `${divisions.get(String(argumentOf(join, 'graph')))} ${type.name.value}`
        if (typeof key !== 'string') continue
        const set = fieldSet(key)
        this.addKey(type.name.value, set)
        if (argumentOf(join, 'resolvable') === false) continue
        this.keys.set(place, [...(this.keys.get(place) ?? []), set])
        if (!this.byType.has(place)) this.byType.set(place, { key: set, interfaceObject })
      }
      for (const field of type.fields ?? [])
        for (const join of joins(field, 'join__field')) {
          const inputs = argumentOf(join, 'requires')
          if (typeof inputs !== 'string') continue
          const coordinate = `${type.name.value}.${field.name.value}`
          const byDivision = this.byField.get(coordinate) ?? new Map<string, SelectionSetNode>()
          byDivision.set(String(divisions.get(String(argumentOf(join, 'graph')))), keptApart(fieldSet(inputs)))
          this.byField.set(coordinate, byDivision)
        }
    }
    this.interfaceObjects = [...interfaceObjects]
  }

  /** What a field requires of others when it is asked of a division; undefined when it requires nothing. */
  of(division: string, type: string, field: string): SelectionSetNode | undefined {
    return this.byField.get(`${type}.${field}`)?.get(division)
  }

  /** What a field requires of others, whichever division is asked. */
  inputsOf(type: string, field: string): SelectionSetNode[] {
    return [...(this.byField.get(`${type}.${field}`)?.values() ?? [])]
  }

  /** What keys of its type have beneath a field; undefined where it is part of none. */
  beneathKey(type: string, field: string): readonly SelectionSetNode[] | undefined {
    return this.keyFields.get(`${type}.${field}`)
  }

  /** The names of the fields of each key by which a division finds entities of a type. */
  keysOf(division: string, type: string): string[][] {
    return (this.keys.get(`${division} ${type}`) ?? []).map(fieldNames)
  }

  private addKey(type: string, { selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (node.kind !== Kind.FIELD) continue
      const coordinate = `${type}.${node.name.value}`
      const beneath = node.selectionSet ? [node.selectionSet] : []
      this.keyFields.set(coordinate, [...(this.keyFields.get(coordinate) ?? []), ...beneath])
    }
  }

  /** How a division takes representations of a type; undefined when it does not. */
  accessTo(division: string, type: string): EntityAccess | undefined {
    return this.byType.get(`${division} ${type}`)
  }
}
