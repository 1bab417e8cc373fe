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
import type { SubgraphName } from '../../divisions/subgraphs.ts'
import { HubError } from '../../errors/HubError.ts'
import type { CallerClaims, Role } from '../callerClaims.ts'
import { type DisclosureLevel, isWithin } from '../disclosureLevel.ts'
import { disclosureMap } from '../disclosureMap.ts'
import { mayRead } from '../mayRead.ts'
import { reachIn } from '../reachIn.ts'
import { reservations } from '../reservations.ts'
import { askedMembers } from './askedMembers.ts'
import { markSubject, subjectOf } from './subjectOf.ts'

/** What the guard needs to know of a request. */
export interface GuardedContext {
  /** Who asks, as the hub vouches for it. */
  readonly caller: CallerClaims
}

type Resolver = GraphQLFieldResolver<unknown, GuardedContext>
type Field = GraphQLField<unknown, GuardedContext>
type Given = Readonly<Record<string, unknown>>

interface Marks {
  readonly levelOf: (coordinate: string) => DisclosureLevel
  readonly reservedFor: (coordinate: string) => readonly Role[] | undefined
  readonly subgraph: SubgraphName
}

/**
 * Makes a subgraph refuse what is above its caller's level, whoever asked for it: a field is null with an error, and so is
 * one whose arguments ask by what he may not ask by. The hub has refused it before; this holds if the hub is wrong.
 * @param typeDefs the SDL the schema was built of
 */
export function disclosureGuard(schema: GraphQLSchema, typeDefs: DocumentNode, subgraph: SubgraphName): void {
  const levels = disclosureMap(typeDefs)
  const reserved = reservations(typeDefs)
  const marks: Marks = {
    levelOf: (coordinate) => levels.get(coordinate)?.level ?? 'PUBLIC',
    reservedFor: (coordinate) => reserved.get(coordinate),
    subgraph,
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isMachinery(type.name)) continue
    for (const field of Object.values(type.getFields())) {
      if (isMachinery(field.name)) continue
      if (isCompositeType(getNamedType(field.type))) field.resolve = marking(field.resolve ?? defaultFieldResolver)
      guard(field, `${type.name}.${field.name}`, marks)
    }
  }
}

function guard(field: Field, coordinate: string, { levelOf, reservedFor: rolesOf, subgraph }: Marks): void {
  const level = levelOf(coordinate)
  const reservedFor = rolesOf(coordinate)
  const asks = field.args.some(({ type }) => askedMembers(type).some((member) => levelOf(member) !== 'PUBLIC'))
  const changes = coordinate.startsWith('Mutation.')
  if (level === 'PUBLIC' && reservedFor === undefined && !asks && !changes) return
  const resolve = field.resolve ?? defaultFieldResolver
  field.resolve = (source, given, context, info) => {
    const { caller } = context
    if (changes && caller.role === 'INSPECTOR') throw denied(coordinate)
    const read = { division: subgraph, coordinate, level, reservedFor, ...subjectOf(source) }
    if (!mayRead(caller, read)) throw denied(coordinate)
    const above = asks
      ? askedAbove(field, given, (member) => isWithin(levelOf(member), reachIn(subgraph, caller).asks))
      : undefined
    if (above !== undefined) throw denied(above)
    return resolve(source, given, context, info)
  }
}

/** What the arguments ask by that is not open to the caller. */
function askedAbove({ args }: Field, given: Given, isOpen: (member: string) => boolean): string | undefined {
  return args.flatMap(({ name, type }) => askedMembers(type, given[name])).find((member) => !isOpen(member))
}

/** Values within a record belong to its subject; only who is bound to subjects or a district needs to know to whose. */
function marking(resolve: Resolver): Resolver {
  return (source, given, context, info) => {
    const value = resolve(source, given, context, info)
    const { subjectIds, grants, divisionCode } = context.caller
    const isBound = subjectIds !== undefined || grants !== undefined || divisionCode !== undefined
    return isBound ? markSubject(value, subjectOf(source)) : value
  }
}

function denied(coordinate: string): HubError {
  return new HubError('HUB_DISCLOSURE_DENIED', undefined, { details: { coordinate } })
}

/** Federation's and introspection's own: `_entities` leads to types that are guarded themselves. */
function isMachinery(name: string): boolean {
  return name.startsWith('_')
}
