import { type DisclosureLevel, isWithin } from '@hub/schema/access/disclosureLevel'
import { disclosureMap } from '@hub/schema/access/disclosureMap'
import { mayRead } from '@hub/schema/access/mayRead'
import { reachIn } from '@hub/schema/access/reachIn'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import {
  type DocumentNode,
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql'
import type { DivisionContext } from '../server/divisionContext.ts'
import { askedMembers } from './askedMembers.ts'
import { markSubject, subjectOf } from './subjectOf.ts'

type Resolver = GraphQLFieldResolver<unknown, DivisionContext>
type Field = GraphQLField<unknown, DivisionContext>
type Given = Readonly<Record<string, unknown>>
type LevelOf = (coordinate: string) => DisclosureLevel

/**
 * Makes a division refuse what is above its caller's level, whoever asked for it: a field is null with an error, and so is
 * one whose arguments ask by what he may not ask by. The hub has refused it before; this holds if the hub is wrong.
 * @param typeDefs the SDL the schema was built of
 */
export function disclosureGuard(schema: GraphQLSchema, typeDefs: DocumentNode, division: DivisionName): void {
  const levels = disclosureMap(typeDefs)
  const levelOf: LevelOf = (coordinate) => levels.get(coordinate)?.level ?? 'PUBLIC'
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isMachinery(type.name)) continue
    for (const field of Object.values(type.getFields())) {
      if (isMachinery(field.name)) continue
      if (isCompositeType(getNamedType(field.type))) field.resolve = marking(field.resolve ?? defaultFieldResolver)
      guard(field, `${type.name}.${field.name}`, { levelOf, division })
    }
  }
}

function guard(
  field: Field,
  coordinate: string,
  { levelOf, division }: { levelOf: LevelOf; division: DivisionName },
): void {
  const level = levelOf(coordinate)
  const asks = field.args.some(({ type }) => askedMembers(type).some((member) => levelOf(member) !== 'PUBLIC'))
  const changes = coordinate.startsWith('Mutation.')
  if (level === 'PUBLIC' && !asks && !changes) return
  const resolve = field.resolve ?? defaultFieldResolver
  field.resolve = (source, given, context, info) => {
    const { caller } = context
    if (changes && caller.role === 'INSPECTOR') throw denied(coordinate)
    if (!mayRead(caller, { division, coordinate, level, subjectId: subjectOf(source) })) throw denied(coordinate)
    const above = asks
      ? askedAbove(field, given, (member) => isWithin(levelOf(member), reachIn(division, caller).asks))
      : undefined
    if (above !== undefined) throw denied(above)
    return resolve(source, given, context, info)
  }
}

/** What the arguments ask by that is not open to the caller. */
function askedAbove({ args }: Field, given: Given, isOpen: (member: string) => boolean): string | undefined {
  return args.flatMap(({ name, type }) => askedMembers(type, given[name])).find((member) => !isOpen(member))
}

/** Values within a record belong to its subject; only who is bound to subjects needs to know to whose. */
function marking(resolve: Resolver): Resolver {
  return (source, given, context, info) => {
    const value = resolve(source, given, context, info)
    const { subjectIds, grants } = context.caller
    return subjectIds === undefined && grants === undefined ? value : markSubject(value, subjectOf(source))
  }
}

function denied(coordinate: string): HubError {
  return new HubError('HUB_DISCLOSURE_DENIED', undefined, { details: { coordinate } })
}

/** Federation's and introspection's own: `_entities` leads to types that are guarded themselves. */
function isMachinery(name: string): boolean {
  return name.startsWith('_')
}
