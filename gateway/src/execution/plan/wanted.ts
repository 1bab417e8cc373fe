import { type FieldNode, type GraphQLSchema, Kind, type SelectionSetNode } from 'graphql'
import { fulfils } from './typeConditions.ts'

const nameIn = ({ alias, name }: FieldNode): string => (alias ?? name).value

/** What an operation selects on the objects at one place, when their types and those on the way to them are known. */
export class Wanted {
  /**
   * @param here what is selected on objects to which these types lead
   * @param anywhere what is selected on objects at the place, whatever leads there
   * @param field that the objects are values of; undefined at the root
   */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly here: readonly SelectionSetNode[],
    private readonly anywhere: readonly SelectionSetNode[] = here,
    readonly field?: FieldNode,
  ) {}

  /** What is selected beneath a field; undefined where nobody selects it on objects of the type, or of any. */
  beneath(name: string, type: string | undefined): Wanted | undefined {
    const nodes = this.fieldsNamed(this.here, name, type)
    if (nodes.length === 0) return undefined
    return new Wanted(this.schema, setsOf(nodes), setsOf(this.fieldsNamed(this.anywhere, name)), nodes[0])
  }

  /** Whether a field is selected on any objects at the place. */
  isSelected(name: string): boolean {
    return this.fieldsNamed(this.anywhere, name).length > 0
  }

  private fieldsNamed(sets: readonly SelectionSetNode[], name: string, type?: string): FieldNode[] {
    return sets.flatMap(({ selections }) =>
      selections.flatMap((node): FieldNode[] => {
        if (node.kind === Kind.FIELD) return nameIn(node) === name ? [node] : []
        if (node.kind === Kind.FRAGMENT_SPREAD) return []
        const condition = node.typeCondition?.name.value
        const applies = type === undefined || condition === undefined || fulfils(this.schema, type, condition)
        return applies ? this.fieldsNamed([node.selectionSet], name, type) : []
      }),
    )
  }
}

const setsOf = (nodes: readonly FieldNode[]): SelectionSetNode[] =>
  nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
