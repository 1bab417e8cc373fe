import { type SubgraphName, subgraphNames } from '../divisions/subgraphs.ts'
import { mayServe, sectionOf } from './accessPurposes.ts'
import type { CallerClaims, Role } from './callerClaims.ts'
import { type DisclosureLevel, isWithin } from './disclosureLevel.ts'
import type { Disclosure } from './disclosureMap.ts'
import { reachIn } from './reachIn.ts'

/** What a kind of caller finds in the graph. */
export interface AudienceScope {
  /** Callers of one key find the same of what is open to all roles alike; `audienceKey` tells them apart for good. */
  readonly key: string
  /** For fields that are reserved for some. */
  readonly role: Role
  /** The highest level that he may read of a subgraph, about some subject at least. */
  readonly reads: ReadonlyMap<SubgraphName, DisclosureLevel>
  /** The highest level that he reads about anyone: what a root field needs, which is about nobody in particular. */
  readonly begins: ReadonlyMap<SubgraphName, DisclosureLevel>
  /** The highest level that he may ask by. */
  readonly asks: ReadonlyMap<SubgraphName, DisclosureLevel>
  /** Sections of level AUTHORIZED that his purpose opens beyond `reads`. */
  readonly sections: readonly string[]
  /** An inspector changes nothing, whatever he sees. */
  readonly mutates: boolean
}

/** The audience that a caller belongs to. */
export function audienceScope(claims: CallerClaims): AudienceScope {
  const names = subgraphNames
  const reads = new Map(names.map((name) => [name, reachIn(name, claims).own]))
  const begins = new Map(names.map((name) => [name, reachIn(name, claims).anyone]))
  const asks = new Map(names.map((name) => [name, reachIn(name, claims).asks]))
  const granted = (claims.grants ?? []).flatMap((grant) => grant.sections)
  const sections = [...new Set(granted)].filter((section) => mayServe(claims.purpose, section)).sort()
  const mutates = claims.role !== 'INSPECTOR'
  const parts = [
    names.map((name) => `${begins.get(name)}/${reads.get(name)}/${asks.get(name)}`).join(','),
    sections.join(','),
  ]
  return { key: [...parts, mutates ? 'rw' : 'ro'].join('|'), role: claims.role, reads, begins, asks, sections, mutates }
}

const rootField = /^(?:Query|Mutation|Subscription)\./

/** One member of the graph, as an audience is asked about it. */
export interface AudienceMember {
  readonly coordinate: string
  readonly disclosure: Disclosure
  /** The only roles that it exists for; all when undefined. */
  readonly reservedFor?: readonly Role[] | undefined
  /** Subgraphs that answer it. */
  readonly owners: readonly string[]
  /** Whether it is read, or asked by. */
  readonly use: 'READ' | 'ASK'
}

/** Whether a member exists for an audience: one subgraph that answers it opens it to him. */
export function existsFor(scope: AudienceScope, member: AudienceMember): boolean {
  const { coordinate, disclosure, reservedFor, owners, use } = member
  const { level } = disclosure
  if (reservedFor !== undefined && !reservedFor.includes(scope.role)) return false
  if (!scope.mutates && coordinate.startsWith('Mutation.')) return false
  const reach = use === 'ASK' ? scope.asks : rootField.test(coordinate) ? scope.begins : scope.reads
  if (level === 'PUBLIC' || owners.some((owner) => isWithin(level, reach.get(owner as SubgraphName) ?? 'PUBLIC'))) {
    return true
  }
  const section = sectionOf(coordinate)
  return use === 'READ' && level === 'AUTHORIZED' && section !== undefined && scope.sections.includes(section)
}
