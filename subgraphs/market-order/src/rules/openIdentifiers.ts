import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DisclosureLevel } from '@hub/schema/access/disclosureLevel'
import { mayRead } from '@hub/schema/access/mayRead'
import { readsAsCitizenId } from '@hub/schema/identifiers/cnIdNumber'
import type { IdentityChange } from './identityChanges.ts'

/** Kinds of identifiers that are not public, as the enum IdentifierKind marks them. */
export const closedKinds: Readonly<Record<string, DisclosureLevel>> = { TAX_NO: 'SHARED', PERSON_ID: 'INTERNAL' }

/** Whether a caller may be shown an identifier of a subject; one that reads as a citizen's id number is held back like one. */
export function isOpenIdentifier(
  caller: CallerClaims,
  subjectId: string,
  { kind, value }: { readonly kind?: string | null; readonly value?: string | null },
): boolean {
  const isPersonal = kind === 'PERSON_ID' || readsAsCitizenId(value ?? '')
  const level = isPersonal ? 'INTERNAL' : (closedKinds[kind ?? ''] ?? 'PUBLIC')
  const coordinate = `IdentifierKind.${kind}`
  return level === 'PUBLIC' || mayRead(caller, { division: 'market-order', coordinate, level, subjectId })
}

/** The changes that a caller may know of: an identifier that was added is written as `KIND:value`. */
export function openChanges(
  caller: CallerClaims,
  subjectId: string,
  changes: readonly IdentityChange[],
): IdentityChange[] {
  return changes.filter(({ kind, after = '' }) => {
    if (kind !== 'IDENTIFIER_ADDED') return true
    const [identifierKind = '', ...value] = after.split(':')
    return isOpenIdentifier(caller, subjectId, { kind: identifierKind, value: value.join(':') })
  })
}
