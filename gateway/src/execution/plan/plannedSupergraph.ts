import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  visit,
} from 'graphql'
import { hasFields } from './supergraphTypes.ts'

function withoutRequires(field: FieldDefinitionNode): FieldDefinitionNode {
  const directives = field.directives?.map((directive): ConstDirectiveNode => {
    if (directive.name.value !== 'join__field') return directive
    return { ...directive, arguments: directive.arguments?.filter(({ name }) => name.value !== 'requires') ?? [] }
  })
  return { ...field, directives: directives ?? [] }
}

function plannedType(node: DefinitionNode): DefinitionNode {
  return hasFields(node) ? { ...node, fields: node.fields?.map(withoutRequires) ?? [] } : node
}

/**
 * The supergraph as the planner sees it: nothing inaccessible, for the hub asks for inputs that clients may not see; and
 * without `@requires`, which the hub sees to itself (`Requirements`).
 */
export function plannedSupergraph(document: DocumentNode): DocumentNode {
  const hidden = ({ name }: DirectiveNode): null | undefined => (name.value === 'inaccessible' ? null : undefined)
  const accessible: DocumentNode = visit(document, { Directive: hidden })
  return { ...accessible, definitions: accessible.definitions.map(plannedType) }
}
