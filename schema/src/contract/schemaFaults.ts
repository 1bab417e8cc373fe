import {
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
} from 'graphql'
import { directiveArgument } from './directiveArgument.ts'

/** A rule of the contract that a field of a division's SDL breaks. */
export interface SchemaFault {
  readonly rule: 'NO_DISCLOSURE_LEVEL' | 'REQUIRED_ABOVE_PUBLIC' | 'NO_CHINESE_DESCRIPTION' | 'NO_LIST_SIZE'
  /** `Type.field`. */
  readonly coordinate: string
  /** In the SDL given, from 1. */
  readonly line: number
}

type FieldsNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode | InterfaceTypeDefinitionNode

/** Relay's plumbing carries what its nodes disclose and nothing of its own. */
const plumbing = /(Connection|Edge)$/

function fieldFaults(field: FieldDefinitionNode, typeLevel: string | undefined): SchemaFault['rule'][] {
  const faults: SchemaFault['rule'][] = []
  const level = directiveArgument(field, 'disclosure', 'level') ?? typeLevel
  if (level === undefined) faults.push('NO_DISCLOSURE_LEVEL')
  // A field an audience may not see is answered with null; were it required, the null would take its record along.
  else if (level !== 'PUBLIC' && field.type.kind === Kind.NON_NULL_TYPE) faults.push('REQUIRED_ABOVE_PUBLIC')
  if (!/\p{Script=Han}/u.test(field.description?.value ?? '')) faults.push('NO_CHINESE_DESCRIPTION')
  const isPaged = (field.arguments ?? []).some(({ name }) => name.value === 'first')
  if (isPaged && !(field.directives ?? []).some(({ name }) => name.value === 'listSize')) faults.push('NO_LIST_SIZE')
  return faults
}

/**
 * What a division's SDL breaks of the contract: every field of every type has a disclosure level (its own or its
 * type's) and a Chinese description, is nullable where its level is above PUBLIC, and says by `@listSize` which lists its
 * `first` limits.
 */
export function schemaFaults(sdl: string): SchemaFault[] {
  const definitions = parse(sdl).definitions
  const types = definitions.filter(
    (node): node is FieldsNode =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.OBJECT_TYPE_EXTENSION ||
      node.kind === Kind.INTERFACE_TYPE_DEFINITION,
  )
  return types
    .filter(({ name }) => !plumbing.test(name.value))
    .flatMap((type) =>
      (type.fields ?? []).flatMap((field) =>
        fieldFaults(field, directiveArgument(type, 'disclosure', 'level')).map((rule) => ({
          rule,
          coordinate: `${type.name.value}.${field.name.value}`,
          line: field.name.loc?.startToken.line ?? 0,
        })),
      ),
    )
}
