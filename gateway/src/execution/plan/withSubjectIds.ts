import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { SelectedOperation } from './selectOperation.ts'

const SUBJECT_ID = 'subjectId'
/** The field by which records say whom they are about. */
const SUBJECT = 'enterprise'

const field = (name: string, selectionSet?: SelectionSetNode): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
  ...(selectionSet ? { selectionSet } : {}),
})

const subjectId = field(SUBJECT_ID)
const subject = field(SUBJECT, { kind: Kind.SELECTION_SET, selections: [subjectId] })

/** What tells whose data an object of a type holds. */
function telling(type: GraphQLCompositeType | null | undefined): FieldNode | undefined {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined
  const fields = type.getFields()
  if (fields[SUBJECT_ID] !== undefined) return subjectId
  const about = fields[SUBJECT]
  const aboutType = about && getNamedType(about.type)
  return isObjectType(aboutType) && aboutType.getFields()[SUBJECT_ID] !== undefined ? subject : undefined
}

function told<Node extends OperationDefinitionNode | FragmentDefinitionNode>(schema: GraphQLSchema, node: Node): Node {
  const types = new TypeInfo(schema)
  const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType()])
  /** What tells of the objects around, the nearest last. */
  const around: (FieldNode | undefined)[] = []
  const visitor = {
    SelectionSet: {
      enter() {
        const type = types.getParentType()
        around.push(roots.has(type) ? undefined : telling(type))
      },
      leave(set: SelectionSetNode) {
        const added = around.pop()
        // A record that an enterprise has is about that enterprise.
        if (added === undefined || (added === subject && around.includes(subjectId))) return undefined
        return { ...set, selections: [...set.selections, added] }
      },
    },
  }
  return visit(node, visitWithTypeInfo(types, visitor)) as Node
}

/** The operation with what tells whose data its answer holds: for asking the divisions, not for answering. */
export function withSubjectIds(schema: GraphQLSchema, { operation, fragments }: SelectedOperation): SelectedOperation {
  return {
    operation: told(schema, operation),
    fragments: new Map([...fragments].map(([name, fragment]) => [name, told(schema, fragment)])),
  }
}
