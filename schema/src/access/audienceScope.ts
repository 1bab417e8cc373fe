import { type DivisionName, divisions } from '../divisions/divisions.ts'
import { sectionOf } from './accessPurposes.ts'
import type { CallerClaims } from './callerClaims.ts'
import { type DisclosureLevel, isWithin } from './disclosureLevel.ts'
import type { Disclosure } from './disclosureMap.ts'
import { reachIn } from './reachIn.ts'

/** What a kind of caller finds in the graph. Callers of one key find the same, so they share schema and caches. */
export interface AudienceScope {
  readonly key: string
  /** The highest level that he may read of a division, about some subject at least. */
  readonly reads: ReadonlyMap<DivisionName, DisclosureLevel>
  /** The highest level that he reads about anyone: what a root field needs, which is about nobody in particular. */
  readonly begins: ReadonlyMap<DivisionName, DisclosureLevel>
  /** The highest level that he may ask by. */
  readonly asks: ReadonlyMap<DivisionName, DisclosureLevel>
  /** Sections of level AUTHORIZED that his purpose opens beyond `reads`. */
  readonly sections: readonly string[]
  /** An inspector changes nothing, whatever he sees. */
  readonly mutates: boolean
}

/** The audience that a caller belongs to. */
export function audienceScope(claims: CallerClaims): AudienceScope {
  const names = divisions.map(({ name }) => name)
  const reads = new Map(names.map((name) => [name, reachIn(name, claims).own]))
  const begins = new Map(names.map((name) => [name, reachIn(name, claims).anyone]))
  const asks = new Map(names.map((name) => [name, reachIn(name, claims).asks]))
  const sections = [...new Set((claims.grants ?? []).flatMap((grant) => grant.sections))].sort()
  const mutates = claims.role !== 'INSPECTOR'
  const parts = [
    names.map((name) => `${begins.get(name)}/${reads.get(name)}/${asks.get(name)}`).join(','),
    sections.join(','),
  ]
  return { key: [...parts, mutates ? 'rw' : 'ro'].join('|'), reads, begins, asks, sections, mutates }
}

const rootField = /^(?:Query|Mutation|Subscription)\./

/** One member of the graph, as an audience is asked about it. */
export interface AudienceMember {
  readonly coordinate: string
  readonly disclosure: Disclosure
  /** Divisions that answer it. */
  readonly owners: readonly string[]
  /** Whether it is read, or asked by. */
  readonly use: 'READ' | 'ASK'
}

/** Whether a member exists for an audience: one division that answers it opens it to him. */
export function existsFor(scope: AudienceScope, { coordinate, disclosure, owners, use }: AudienceMember): boolean {
  const { level } = disclosure
  if (!scope.mutates && coordinate.startsWith('Mutation.')) return false
  const reach = use === 'ASK' ? scope.asks : rootField.test(coordinate) ? scope.begins : scope.reads
  if (level === 'PUBLIC' || owners.some((owner) => isWithin(level, reach.get(owner as DivisionName) ?? 'PUBLIC'))) {
    return true
  }
  const section = sectionOf(coordinate)
  return use === 'READ' && level === 'AUTHORIZED' && section !== undefined && scope.sections.includes(section)
}
