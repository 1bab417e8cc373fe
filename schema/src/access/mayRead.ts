import { isWithinDistrict } from '../codes/isWithinDistrict.ts'
import type { SubgraphName } from '../divisions/subgraphs.ts'
import { mayServe, sectionOf } from './accessPurposes.ts'
import type { CallerClaims, Role } from './callerClaims.ts'
import { isWithin } from './disclosureLevel.ts'
import type { Disclosure } from './disclosureMap.ts'
import { reachIn } from './reachIn.ts'

/** A field as it is about to be read. */
export interface FieldRead {
  readonly division: SubgraphName
  /** `Type.field`. */
  readonly coordinate: string
  readonly level: Disclosure['level']
  /** The only roles that it exists for; all when undefined. */
  readonly reservedFor?: readonly Role[] | undefined
  /** Whom the value is about; undefined where it is about nobody in particular. */
  readonly subjectId: string | undefined
  /** Where that subject is (GB/T 2260); undefined where the value does not tell. */
  readonly place?: string | undefined
}

/** Whether a caller may read a field about a subject: by his role, as the subject's own, or by a grant for his purpose. */
export function mayRead(claims: CallerClaims, field: FieldRead): boolean {
  const { division, coordinate, level, reservedFor, subjectId, place } = field
  if (reservedFor !== undefined && !reservedFor.includes(claims.role)) return false
  const { anyone, own } = reachIn(division, claims)
  if (isWithin(level, anyone)) return true
  if (subjectId !== undefined && isWithin(level, own) && claims.subjectIds?.includes(subjectId)) return true
  const { divisionCode } = claims
  const isOfDistrict = divisionCode !== undefined && place !== undefined && isWithinDistrict(place, divisionCode)
  if (isOfDistrict && isWithin(level, own)) return true
  if (level !== 'AUTHORIZED') return false
  const section = sectionOf(coordinate)
  if (section === undefined || !mayServe(claims.purpose, section)) return false
  return (claims.grants ?? []).some(
    ({ sections, subjectIds }) =>
      sections.includes(section) &&
      (subjectIds === undefined || (subjectId !== undefined && subjectIds.includes(subjectId))),
  )
}
