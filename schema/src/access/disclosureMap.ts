import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql'
import { directiveArgument } from '../contract/directiveArgument.ts'
import { type DisclosureLevel, isDisclosureLevel } from './disclosureLevel.ts'

/** What decides the level of a field, input field or enum value. */
export type DisclosureSource = 'MEMBER' | 'TYPE' | 'PLUMBING' | 'UNMARKED'

export interface Disclosure {
  readonly level: DisclosureLevel
  readonly source: DisclosureSource
}

type TypeNode = TypeDefinitionNode | TypeExtensionNode

/** A field, input field or enum value. */
export interface MemberNode {
  readonly name: { readonly value: string }
  readonly directives?: readonly ConstDirectiveNode[]
}

/** Relay's plumbing shows what its records show and nothing of its own. */
const plumbing = /(Connection|Edge)$/

/** Type definitions and extensions of a document. */
export function typeNodes({ definitions }: DocumentNode): TypeNode[] {
  return definitions.filter(
    (node: DefinitionNode): node is TypeNode => isTypeDefinitionNode(node) || isTypeExtensionNode(node),
  )
}

/** Fields, input fields or enum values of a type. */
export function membersOf(type: TypeNode): readonly MemberNode[] {
  if ('fields' in type) return type.fields ?? []
  return 'values' in type ? (type.values ?? []) : []
}

/**
 * The level of every field, input field and enum value, by coordinate (`Type.member`), from `@disclosure` on it or on its
 * type. A field without any is closed (INTERNAL); input fields and enum values without one say nothing by themselves.
 */
export function disclosureMap(document: DocumentNode): Map<string, Disclosure> {
  const types = typeNodes(document)
  const typeLevels = new Map(types.flatMap((type) => levelOf(type).map((level) => [type.name.value, level] as const)))
  return new Map(
    types.flatMap((type) =>
      membersOf(type).flatMap((member): [string, Disclosure][] => {
        if (isExternal(member)) return []
        const [level] = levelOf(member)
        const disclosure: Disclosure = level
          ? { level, source: 'MEMBER' }
          : unmarked(type, typeLevels.get(type.name.value))
        return [[`${type.name.value}.${member.name.value}`, disclosure]]
      }),
    ),
  )
}

function unmarked(type: TypeNode, typeLevel: DisclosureLevel | undefined): Disclosure {
  if (typeLevel !== undefined) return { level: typeLevel, source: 'TYPE' }
  if (plumbing.test(type.name.value)) return { level: 'PUBLIC', source: 'PLUMBING' }
  return { level: isOutput(type) ? 'INTERNAL' : 'PUBLIC', source: 'UNMARKED' }
}

function isOutput({ kind }: TypeNode): boolean {
  return (
    kind === Kind.OBJECT_TYPE_DEFINITION ||
    kind === Kind.OBJECT_TYPE_EXTENSION ||
    kind === Kind.INTERFACE_TYPE_DEFINITION ||
    kind === Kind.INTERFACE_TYPE_EXTENSION
  )
}

function levelOf(node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): DisclosureLevel[] {
  const level = directiveArgument(node, 'disclosure', 'level')
  return isDisclosureLevel(level) ? [level] : []
}

/** Where a division only repeats another's field, for a key or `@requires`. */
function isExternal({ directives }: MemberNode): boolean {
  return directives?.some(({ name }) => name.value === 'external') === true
}
