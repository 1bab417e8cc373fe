import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { DisclosureLevel } from '@hub/schema/access/disclosureLevel'
import { mayRead } from '@hub/schema/access/mayRead'
import { holdsCitizenId } from '@hub/schema/identifiers/holdsCitizenId'
import type { IdentityChange } from './identityChanges.ts'

/** Kinds of identifiers that are not public, as the enum IdentifierKind marks them. */
export const closedKinds: Readonly<Record<string, DisclosureLevel>> = { TAX_NO: 'SHARED', PERSON_ID: 'INTERNAL' }

/** Whether a caller may be shown an identifier of a subject; one in which a citizen's id number stands is held back like one. */
export function isOpenIdentifier(
  caller: CallerClaims,
  subjectId: string,
  { kind, value }: { readonly kind?: string | null; readonly value?: string | null | undefined },
): boolean {
  const isPersonal = kind === 'PERSON_ID' || holdsCitizenId(value ?? '')
  const level = isPersonal ? 'INTERNAL' : (closedKinds[kind ?? ''] ?? 'PUBLIC')
  const coordinate = `IdentifierKind.${kind}`
  return level === 'PUBLIC' || mayRead(caller, { division: 'market-order', coordinate, level, subjectId })
}

const ofCode: ReadonlySet<IdentityChange['kind']> = new Set(['CODE_GIVEN', 'CODE_REISSUED'])

/** The changes that a caller may know of: an identifier that was added is written as `KIND:value`. */
export function openChanges(
  caller: CallerClaims,
  subjectId: string,
  changes: readonly IdentityChange[],
): IdentityChange[] {
  return changes.filter(({ kind, before = '', after = '' }) => {
    if (ofCode.has(kind))
      return [before, after].every((value) => isOpenIdentifier(caller, subjectId, { kind: 'USCC', value }))
    if (kind !== 'IDENTIFIER_ADDED') return true
    const [identifierKind = '', ...value] = after.split(':')
    return isOpenIdentifier(caller, subjectId, { kind: identifierKind, value: value.join(':') })
  })
}
