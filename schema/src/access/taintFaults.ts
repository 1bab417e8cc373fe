import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql'
import { directiveArgument } from '../contract/directiveArgument.ts'
import { type DisclosureLevel, isWithin } from './disclosureLevel.ts'
import { disclosureMap, membersOf, typeNodes } from './disclosureMap.ts'

/** A field whose level does not follow from what it is made of, and where it stands. */
export interface TaintFault {
  readonly code: 'DISCLOSURE_LOWERED' | 'DISCLOSURE_SOURCE_UNKNOWN' | 'DISCLOSURE_CONTRADICTED'
  readonly message: string
  readonly division: string
  readonly node: FieldDefinitionNode
}

export interface DivisionDocument {
  readonly name: string
  readonly typeDefs: DocumentNode
}

type Levels = ReadonlyMap<string, DisclosureLevel>

/**
 * Fields that would let out what is above their level: computed by `@requires` or `@derivedFrom` from a field of a higher level
 * without `@declassified(reason:)`, or given two levels by two divisions (architecture, section 5).
 */
export function taintFaults(divisions: readonly DivisionDocument[]): TaintFault[] {
  const marked = divisions.map(({ name, typeDefs }) => ({ name, typeDefs, levels: markedLevels(typeDefs) }))
  // Where a division marks nothing it only repeats a field; the level is the one that another division marks.
  const levels: Levels = new Map(marked.flatMap((division) => [...division.levels]))
  const known = new Set(divisions.flatMap(({ typeDefs }) => [...disclosureMap(typeDefs).keys()]))
  return marked.flatMap((division) =>
    typeNodes(division.typeDefs).flatMap((type) =>
      membersOf(type)
        .filter((member): member is FieldDefinitionNode => 'kind' in member && member.kind === Kind.FIELD_DEFINITION)
        .flatMap((node) => {
          const coordinate = `${type.name.value}.${node.name.value}`
          const faults = fieldFaults({ coordinate, node, typeDefs: division.typeDefs, levels, known })
          const own = division.levels.get(coordinate)
          const other = levels.get(coordinate)
          if (own !== undefined && own !== other) {
            faults.push({
              code: 'DISCLOSURE_CONTRADICTED',
              message: `${coordinate} is ${own} here and ${other} elsewhere`,
            })
          }
          return faults.map((fault) => ({ ...fault, division: division.name, node }))
        }),
    ),
  )
}

interface ComputedField {
  readonly coordinate: string
  readonly node: FieldDefinitionNode
  readonly typeDefs: DocumentNode
  readonly levels: Levels
  /** Every field that some division answers. */
  readonly known: ReadonlySet<string>
}

function fieldFaults({ coordinate, node, typeDefs, levels, known }: ComputedField) {
  const [typeName = ''] = coordinate.split('.')
  const sources = [...requiredFields(node, typeName, typeDefs), ...derivedFields(node, typeName)]
  const level = levels.get(coordinate) ?? 'INTERNAL'
  const isDeclassified = directiveArgument(node, 'declassified', 'reason')?.trim()
  return sources.flatMap((source): Pick<TaintFault, 'code' | 'message'>[] => {
    if (!known.has(source)) {
      return [
        { code: 'DISCLOSURE_SOURCE_UNKNOWN', message: `${coordinate} is computed from ${source}, which nobody has` },
      ]
    }
    const sourceLevel = levels.get(source) ?? 'INTERNAL'
    if (isDeclassified || isWithin(sourceLevel, level)) return []
    const message = `${coordinate} (${level}) is computed from ${source} (${sourceLevel}): raise it, or say @declassified(reason:)`
    return [{ code: 'DISCLOSURE_LOWERED', message }]
  })
}

function markedLevels(document: DocumentNode): Levels {
  const map = disclosureMap(document)
  return new Map([...map].flatMap(([name, { level, source }]) => (source === 'UNMARKED' ? [] : [[name, level]])))
}

function derivedFields(node: FieldDefinitionNode, typeName: string): string[] {
  const value = directiveNamed(node, 'derivedFrom')?.arguments?.find(({ name }) => name.value === 'fields')?.value
  const names = value?.kind === Kind.LIST ? value.values : value ? [value] : []
  return names.flatMap((name) => {
    if (name.kind !== Kind.STRING) return []
    return [name.value.includes('.') ? name.value : `${typeName}.${name.value}`]
  })
}

/** Coordinates of a `@requires` selection, nested ones included. */
function requiredFields(node: FieldDefinitionNode, typeName: string, typeDefs: DocumentNode): string[] {
  const fields = directiveArgument(node, 'requires', 'fields')
  if (fields === undefined) return []
  const [operation] = parse(`{ ${fields} }`).definitions
  return operation?.kind === Kind.OPERATION_DEFINITION ? selectedFields(operation.selectionSet, typeName, typeDefs) : []
}

function selectedFields({ selections }: SelectionSetNode, typeName: string, typeDefs: DocumentNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return selectedFields(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, typeDefs)
    }
    if (selection.name.value === '__typename') return []
    const coordinate = `${typeName}.${selection.name.value}`
    if (selection.selectionSet === undefined) return [coordinate]
    const inner = typeOf(coordinate, typeDefs)
    return [coordinate, ...(inner ? selectedFields(selection.selectionSet, inner, typeDefs) : [])]
  })
}

function typeOf(coordinate: string, typeDefs: DocumentNode): string | undefined {
  const [typeName, fieldName] = coordinate.split('.')
  const field = typeNodes(typeDefs)
    .filter(({ name }) => name.value === typeName)
    .flatMap((type) => [...membersOf(type)] as { name: { value: string }; type?: TypeNode }[])
    .find(({ name }) => name.value === fieldName)
  return field?.type && named(field.type)
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type)
}

function directiveNamed(node: FieldDefinitionNode, directive: string): ConstDirectiveNode | undefined {
  return node.directives?.find(({ name }) => name.value === directive)
}
