import { addDays } from '@hub/schema/calendar/addDays'
import { checkIdentifier } from './checkIdentifier.ts'
import { identifierKey, identifierValue, type WrittenIdentifier } from './identifierKey.ts'
import { type DatedIdentifier, keyOf } from './statedIdentity.ts'

/** What a subject must say of itself for one of its numbers to be replaced. */
export interface NumberedSubject {
  uscc?: string | null | undefined
  identifiers?: readonly DatedIdentifier[] | null | undefined
}

/** That a number was replaced by another: a code issued anew, or an old number by a 统一社会信用代码. */
export interface Reissue {
  replaced: WrittenIdentifier
  issued: WrittenIdentifier
  /** First day of the new number, YYYY-MM-DD. */
  effectiveOn: string
}

/**
 * The identifiers of a subject after one was replaced: the new one in its place, the old one kept as one it bore until then,
 * so that whatever names the old number still finds the subject.
 * @returns why it can't be, in Chinese, instead
 */
export function reissuedIdentifier(
  { uscc, identifiers }: NumberedSubject,
  { replaced, issued, effectiveOn }: Reissue,
): Required<NumberedSubject> | { refusal: string } {
  const [before, after] = [identifierKey(replaced), identifierKey(issued)]
  const held: DatedIdentifier[] = [...(identifiers ?? [])]
  const isCode = uscc != null && identifierKey({ kind: 'USCC', value: uscc }) === before
  const at = held.findIndex((identifier) => keyOf(identifier) === before)
  if (before === after) return { refusal: '新旧标识相同' }
  if (!isCode && at < 0) return { refusal: `该主体没有可换发的标识 ${replaced.value}` }
  if (issued.kind !== 'USCC' && issued.kind !== replaced.kind)
    return { refusal: '只能换发同种标识，或换为统一社会信用代码' }
  const ended = isCode ? undefined : held[at]
  if (ended?.validTo != null) return { refusal: `标识 ${replaced.value} 已于 ${ended.validTo} 停用` }
  if (ended?.validFrom != null && effectiveOn <= ended.validFrom)
    return { refusal: `生效日期须晚于原标识的启用日期 ${ended.validFrom}` }
  if (checkIdentifier(issued) === 'INVALID') return { refusal: `新标识 ${issued.value} 不合校验规则` }
  if (issued.kind === 'USCC' && uscc != null && !isCode) return { refusal: `该主体已有统一社会信用代码 ${uscc}` }
  const validTo = addDays(effectiveOn, -1)
  if (isCode) held.push({ kind: 'USCC', value: uscc, validTo })
  else held[at] = { ...held[at], validTo }
  const others = held.filter((identifier) => keyOf(identifier) !== after)
  const value = identifierValue(issued)
  if (issued.kind === 'USCC') return { uscc: value, identifiers: others }
  return { uscc, identifiers: [...others, { kind: issued.kind, value, validFrom: effectiveOn }] }
}
