import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { AnswerTells, RepresentedIds } from './answerTells.ts'
import { entityKey } from './entityKey.ts'
import { isDated } from './isDated.ts'
import { isEntity } from './isEntity.ts'
import { isOfThePast } from './isOfThePast.ts'
import { pageNodes } from './pageNodes.ts'

/** The field by which a record says whom it is about. */
const SUBJECT = 'enterprise'

/** Reads what is asked for what its answers tell of. */
export class AnswerTelling {
  private readonly types = new Set<string>()
  private readonly represented: RepresentedIds[] = []
  private ofNamed = true

  constructor(private readonly schema: GraphQLSchema) {}

  get found(): AnswerTells {
    const { types, ofNamed, represented } = this
    return { types, ofNamed, represented }
  }

  /** @param areLookups whether each of the root fields looks up one entity */
  root(set: SelectionSetNode, areLookups: boolean): void {
    const query = this.schema.getQueryType()
    this.ofNamed &&= areLookups
    if (query) this.walk(query, set, undefined)
  }

  /** @param set what is asked of entities by representation */
  byRepresentation({ selections }: SelectionSetNode, variable: string): void {
    for (const node of selections) {
      const type = node.kind === Kind.INLINE_FRAGMENT && this.schema.getType(node.typeCondition?.name.value ?? '')
      if (!type) continue
      this.represented.push({ variable, idName: entityKey(type) ?? '' })
      this.ofNamed &&= !isDated(type)
      this.walk(type, node.selectionSet, type)
    }
  }

  /** @param owner the nearest entity around */
  private walk(type: GraphQLNamedType, { selections }: SelectionSetNode, owner: GraphQLNamedType | undefined): void {
    this.add(type)
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) continue
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const narrower = node.typeCondition && this.schema.getType(node.typeCondition.name.value)
        this.walk(narrower ?? type, node.selectionSet, owner)
        continue
      }
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
      if (field === undefined) continue
      const given = getNamedType(field.type)
      this.ofNamed &&= isOfNamed(node, given, owner)
      this.walk(given, node.selectionSet, isEntity(given) ? given : owner)
    }
  }

  private add(type: GraphQLNamedType): void {
    // A page without its nodes still counts them.
    for (const told of [type, pageNodes(type) ?? type]) {
      this.types.add(told.name)
      if (isAbstractType(told)) for (const { name } of this.schema.getPossibleTypes(told)) this.types.add(name)
    }
  }
}

/**
 * A subject's records are about it, and so is the subject that they name. Other subjects that it names are others, earlier
 * states of records may have been about others, and so may be all that was once known of anyone.
 */
function isOfNamed(node: FieldNode, given: GraphQLNamedType, owner: GraphQLNamedType | undefined): boolean {
  if (isOfThePast(node) || isAbstractType(given)) return false
  if (!isEntity(given)) return true
  if (owner === undefined || isDated(owner))
    return !isDated(given) && (owner === undefined || node.name.value === SUBJECT)
  return isDated(given)
}
