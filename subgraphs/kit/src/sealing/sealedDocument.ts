import { holdsCitizenId } from '@hub/schema/identifiers/holdsCitizenId'
import type { SealedPaths, SealedWhen } from './sealedPaths.ts'
import { isSealed, type ValueSealer } from './valueSealer.ts'

type Change = (value: unknown, place: string, when: SealedWhen) => unknown

/** A copy of a document whose sensitive values are sealed; values that are sealed already stay as they are. */
export function sealDocument<Document extends object>(
  document: Document,
  paths: SealedPaths,
  place: string,
  sealer: ValueSealer,
): Document {
  return changed(document, paths, place, (value, at, when) => {
    return isSealed(value) || !mustBeSealed(value, when) ? value : sealer.seal(value, at)
  })
}

/** A copy of a stored document as it was before it was sealed. @throws HubError HUB_SEALED_UNREADABLE */
export function openDocument<Document extends object>(
  document: Document,
  paths: SealedPaths,
  place: string,
  sealer: ValueSealer,
): Document {
  return changed(document, paths, place, (value, at) => (isSealed(value) ? sealer.open(value, at) : value))
}

/** Whether everything sensitive in a stored document is sealed under the key that seals by now. */
export function isFullySealed(document: object, paths: SealedPaths, sealer: ValueSealer): boolean {
  let isFull = true
  changed(document, paths, '', (value, _place, when) => {
    isFull &&= isSealed(value) ? sealer.isCurrent(value) : !mustBeSealed(value, when)
    return value
  })
  return isFull
}

function mustBeSealed(value: unknown, when: SealedWhen): boolean {
  return when === 'ALWAYS' || (typeof value === 'string' && holdsCitizenId(value))
}

/** Copies only what lies on the way to a sensitive value. */
function changed<Document extends object>(
  document: Document,
  paths: SealedPaths,
  place: string,
  change: Change,
): Document {
  let copy: Record<string, unknown> | undefined
  const given = document as Readonly<Record<string, unknown>>
  for (const field in paths) {
    const value = given[field]
    const mark = paths[field]
    if (value === undefined || value === null || mark === undefined) continue
    copy ??= { ...given }
    copy[field] = changedValue(value, mark, `${place}/${field}`, change)
  }
  return (copy as Document | undefined) ?? document
}

function changedValue(value: unknown, mark: SealedWhen | SealedPaths, place: string, change: Change): unknown {
  if (value === undefined || value === null) return value
  if (Array.isArray(value)) return value.map((item) => changedValue(item, mark, place, change))
  if (typeof mark === 'string') return change(value, place, mark)
  return typeof value === 'object' ? changed(value, mark, place, change) : value
}
