import { GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { HubError } from '../errors/HubError.ts'

/** Turns an input text into the value resolvers get, or throws BAD_USER_INPUT. */
export type ParseText<T> = (text: string) => T

/** The error of a wrong input value; `reason` in Chinese, it answers users. */
export function badInput(scalar: string, reason: string): HubError {
  return new HubError('BAD_USER_INPUT', `${scalar}：${reason}`)
}

/** The error of a stored value that the scalar cannot express. */
export function badStoredValue(scalar: string, reason: string): HubError {
  return new HubError('HUB_STORED_VALUE_INVALID', `${scalar}：${reason}`)
}

export interface TextScalarOptions<T> {
  readonly name: string
  readonly parse: ParseText<T>
  /** From what resolvers return to the answer; unchanged text unless given. */
  readonly serialize?: (value: unknown) => string
}

function inputText(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw badInput(name, '应为字符串')
}

function storedText(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw badStoredValue(name, '存储的值不是文本')
}

/** A scalar whose values travel as text. */
export function textScalar<T>({ name, parse, serialize }: TextScalarOptions<T>): GraphQLScalarType<T, string> {
  return new GraphQLScalarType<T, string>({
    name,
    parseValue: (value) => parse(inputText(name, value)),
    parseLiteral: (node: ValueNode) => parse(inputText(name, node.kind === Kind.STRING ? node.value : undefined)),
    serialize: serialize ?? ((value) => storedText(name, value)),
  })
}
