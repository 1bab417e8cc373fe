import { stringText } from '../../execution/answer/leafText.ts'

/** Texts of what cannot change: what an operation reads is the same in each of its records, and the longest part of them. */
const texts = new WeakMap<object, string>()

/**
 * The one text that stands for a JSON value: members ordered by name, no white space, absent members left out
 * (RFC 8785, of which the numbers here need only integers).
 * @throws TypeError for what JSON cannot hold, so that nothing is hashed that would not come back the same
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'string') return stringText(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError(`no canonical text for ${typeof value}`)
  const object = value as Readonly<Record<string, unknown>>
  const known = texts.get(object)
  if (known !== undefined) return known
  let members = ''
  let isConstant = Object.isFrozen(object)
  for (const name of Object.keys(object).sort()) {
    const member = object[name]
    isConstant &&= typeof member === 'string'
    if (member !== undefined) members += `${members === '' ? '' : ','}${stringText(name)}:${canonicalText(member)}`
  }
  const text = `{${members}}`
  if (isConstant) texts.set(object, text)
  return text
}
