import {
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import type { Random } from './random.ts'

const TEXTS = ['', 'plain', 'quote " \\ end', '中文', 'line\nbreak'] as const

const BLOBS = [{}, [], { a: [1, null, { b: 'x' }] }, 'text', 7, false] as const

/** Enum values are kept apart from texts, since literals write them without quotes. */
class EnumName {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

function drawInput(random: Random, type: GraphQLInputType, depth = 0): unknown {
  if (isNonNullType(type)) return drawPresent(random, type.ofType, depth)
  return random.chance(0.15) ? null : drawPresent(random, type, depth)
}

function drawPresent(random: Random, type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return drawPresent(random, type.ofType, depth)
  if (isListType(type)) {
    // A single value stands for a list of one.
    if (random.chance(0.2)) return drawPresent(random, type.ofType, depth)
    return Array.from({ length: random.between(0, 3) }, () => drawInput(random, type.ofType, depth))
  }
  if (isEnumType(type)) return new EnumName(random.pick(type.getValues()).name)
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || (random.chance(0.4) && depth < 2),
    )
    return Object.fromEntries(fields.map((field) => [field.name, drawInput(random, field.type, depth + 1)]))
  }
  if (type.name === 'Int') return random.between(-5, 5)
  if (type.name === 'Float') return random.chance(0.5) ? random.between(-5, 5) : 2.5
  if (type.name === 'Boolean') return random.chance(0.5)
  if (type.name === 'Blob') return random.pick(BLOBS)
  if (type.name === 'ID' && random.chance(0.2)) return random.between(0, 99)
  return random.pick(TEXTS)
}

function literalText(value: unknown): string {
  if (value instanceof EnumName) return value.name
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, part]) => `${name}: ${literalText(part)}`)
    .join(', ')}}`
}

/** Types of the parts of a value that a literal can have variables in; undefined where there are none. */
function partType(type: GraphQLInputType, name: string): GraphQLInputType | undefined {
  if (isNonNullType(type)) return partType(type.ofType, name)
  if (isListType(type)) return type.ofType
  return isInputObjectType(type) ? type.getFields()[name]?.type : undefined
}

function jsonValue(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (part instanceof EnumName ? part.name : part)))
}

/** The variables of one operation while it is being written. */
export class Variables {
  readonly values: Record<string, unknown> = {}
  readonly #declarations: string[] = []
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** Declares a variable of a type and returns its reference. */
  add(typeText: string, value: unknown, defaultText?: string): string {
    const name = `v${this.#declarations.length}`
    this.#declarations.push(`$${name}: ${typeText}${defaultText === undefined ? '' : ` = ${defaultText}`}`)
    if (value !== undefined) this.values[name] = value
    return `$${name}`
  }

  flag(): string {
    const value = this.#random.chance(0.6)
    return this.#random.chance(0.5) ? String(value) : this.add('Boolean!', value)
  }

  declarations(): string {
    return this.#declarations.length > 0 ? `(${this.#declarations.join(', ')})` : ''
  }

  /** `(n: 3, list: $v0)`, or nothing. Optional arguments and optional variables are left out now and then. */
  argumentsText(args: readonly GraphQLArgument[]): string {
    const given = args.filter((arg) => isRequiredArgument(arg) || this.#random.chance(0.6))
    return given.length > 0 ? `(${given.map((arg) => `${arg.name}: ${this.#argumentText(arg)}`).join(', ')})` : ''
  }

  #argumentText(arg: GraphQLArgument): string {
    const value = drawInput(this.#random, arg.type)
    if (this.#random.chance(0.5)) return this.#mixedText(arg.type, value)
    const needed = isNonNullType(arg.type)
    if (!needed && this.#random.chance(0.2)) return this.add(String(arg.type), undefined)
    if (!needed && this.#random.chance(0.2)) return this.add(String(arg.type), undefined, literalText(value))
    return this.add(String(arg.type), jsonValue(value))
  }

  /** A literal in which now and then a variable stands for a part. */
  #mixedText(type: GraphQLInputType, value: unknown): string {
    if (value === null || typeof value !== 'object' || value instanceof EnumName) return literalText(value)
    const parts = Object.entries(value).map(([name, part]): readonly [string, string] => {
      const inner = partType(type, name)
      if (inner === undefined) return [name, literalText(part)]
      const asVariable = this.#random.chance(0.2)
      return [name, asVariable ? this.add(String(inner), jsonValue(part)) : this.#mixedText(inner, part)]
    })
    if (Array.isArray(value)) return `[${parts.map(([, text]) => text).join(', ')}]`
    return `{${parts.map(([name, text]) => `${name}: ${text}`).join(', ')}}`
  }
}
