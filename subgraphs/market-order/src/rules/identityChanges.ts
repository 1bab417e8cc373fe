import { normaliseName } from '@hub/schema/names/normaliseName'
import { identifierKey, type WrittenIdentifier } from './identifierKey.ts'

/** What changed about who a subject is (GraphQL enum IdentityChangeKind). */
export type IdentityChangeKind =
  | 'RENAMED'
  | 'MOVED'
  | 'CODE_GIVEN'
  | 'CODE_REISSUED'
  | 'IDENTIFIER_ADDED'
  | 'STATUS_CHANGED'
  | 'MERGED'
  | 'MERGE_UNDONE'
  | 'SUPERSEDES'

/** One change, as the schema shows it. */
export interface IdentityChange {
  kind: IdentityChangeKind
  effectiveOn: string | undefined
  recordedAt: Date
  before: string | undefined
  after: string | undefined
  reason: string | undefined
  operator: string | undefined
}

type Text = string | null | undefined

/** A version of a subject, as far as its identity is concerned. */
export interface SubjectVersion {
  recordedAt: Date
  change: { reason?: string; operator?: string; effectiveOn?: string }
  name?: Text
  address?: Text
  uscc?: Text
  identifiers?: readonly { kind?: Text; value?: Text }[] | null
  existenceStatus?: Text
  approvedOn?: Text
  endedOn?: Text
  mergedIntoId?: Text
  supersedesIds?: readonly string[] | null
}

interface Difference {
  kind: IdentityChangeKind
  before: Text
  after: Text
  /** The day that the fields themselves name. */
  on?: Text
}

/**
 * The changes of a subject's identity, read off its versions: nothing is kept of them beside these.
 * @param versions newest first
 */
export function identityChanges(versions: readonly SubjectVersion[]): IdentityChange[] {
  return versions.flatMap((after, index) => {
    const before = versions[index + 1]
    if (before === undefined) return []
    const { recordedAt, change } = after
    const { reason, operator } = change
    return differences(before, after).map(({ on, ...difference }) => ({
      kind: difference.kind,
      effectiveOn: change.effectiveOn ?? on ?? undefined,
      recordedAt,
      before: difference.before ?? undefined,
      after: difference.after ?? undefined,
      reason,
      operator,
    }))
  })
}

function differences(before: SubjectVersion, after: SubjectVersion): Difference[] {
  const on = after.approvedOn !== before.approvedOn ? after.approvedOn : undefined
  return [
    ...changed('RENAMED', before.name, after.name, on, normaliseName),
    ...changed('MOVED', before.address, after.address, on, normaliseName),
    ...changed(before.uscc ? 'CODE_REISSUED' : 'CODE_GIVEN', before.uscc, after.uscc, on),
    // A code that was reissued stays known as an identifier: that is no second change.
    ...added([...keys(before), `USCC:${before.uscc}`], keys(after)).map((key) =>
      difference('IDENTIFIER_ADDED', undefined, key, on),
    ),
    ...changed('STATUS_CHANGED', before.existenceStatus, after.existenceStatus, after.endedOn ?? on),
    ...changed(after.mergedIntoId ? 'MERGED' : 'MERGE_UNDONE', before.mergedIntoId, after.mergedIntoId, undefined),
    ...added(before.supersedesIds ?? [], after.supersedesIds ?? []).map((id) =>
      difference('SUPERSEDES', undefined, id, undefined),
    ),
  ]
}

const difference = (kind: IdentityChangeKind, before: Text, after: Text, on: Text): Difference => ({
  kind,
  before,
  after,
  on,
})

function changed(
  kind: IdentityChangeKind,
  before: Text,
  after: Text,
  on: Text,
  spelling: (text: string) => string = (text) => text,
): Difference[] {
  return spelling(before ?? '') === spelling(after ?? '') ? [] : [difference(kind, before, after, on)]
}

function keys({ identifiers }: SubjectVersion): string[] {
  return (identifiers ?? []).flatMap(({ kind, value }) =>
    kind && value ? [identifierKey({ kind, value } as WrittenIdentifier)] : [],
  )
}

function added(before: readonly string[], after: readonly string[]): string[] {
  return after.filter((key) => !before.includes(key))
}
