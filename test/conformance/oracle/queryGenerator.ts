import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql'
import { Variables } from './inputValues.ts'
import type { Operation } from './mergedSchema.ts'
import { Random } from './random.ts'

/** Names of keys and other fields on purpose: whoever confuses a field with its alias is found out. */
const ALIASES = [
  'id',
  'sku',
  'code',
  'place',
  'owner',
  'name',
  'title',
  'zone',
  'number',
  'a',
  'b',
  '_0',
  'order',
  'name__1',
  'constructor',
  '__proto__',
] as const

/** What stands under each response name of one object, so that repeated names can be merged. */
interface Scope {
  readonly entries: Map<
    string,
    { readonly signature: string; readonly on: string; readonly shape: string; readonly children: Scope }
  >
}

function newScope(): Scope {
  return { entries: new Map() }
}

/** What has to be equal where objects of different types have different fields under one name (SameResponseShape). */
function responseShape(type: GraphQLOutputType): string {
  const named = getNamedType(type)
  return isLeafType(named) ? String(type) : String(type).replace(named.name, '')
}

function listDepth(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listDepth(type.ofType)
  return isListType(type) ? 1 + listDepth(type.ofType) : 0
}

class OperationWriter {
  readonly #schema: GraphQLSchema
  readonly #random: Random
  readonly #fragments: { readonly name: string; readonly on: string; readonly text: string }[] = []
  readonly #aliasRate: number
  readonly #directiveRate: number
  readonly variables: Variables
  #fieldsLeft: number

  constructor(schema: GraphQLSchema, random: Random) {
    this.#schema = schema
    this.#random = random
    this.variables = new Variables(random)
    this.#fieldsLeft = random.pick([6, 15, 30, 60])
    this.#aliasRate = random.pick([0, 0.1, 0.4])
    this.#directiveRate = random.pick([0, 0, 0.15])
  }

  fragmentsText(): string {
    return this.#fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`).join('\n')
  }

  /** A selection set on a type. `spread` estimates how many objects it is answered for. */
  selectionSet(type: GraphQLCompositeType, scope: Scope, depth: number, spread: number): string {
    const parts: string[] = []
    for (let count = this.#random.between(1, depth > 4 ? 2 : 5); count > 0; count--) {
      parts.push(...this.#selection(type, scope, depth, spread))
    }
    return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`
  }

  #directives(): string {
    if (!this.#random.chance(this.#directiveRate)) return ''
    const [first, second] = this.#random.sample(['skip', 'include'], 2)
    const also = this.#random.chance(0.2) ? ` @${second}(if: ${this.variables.flag()})` : ''
    return ` @${first}(if: ${this.variables.flag()})${also}`
  }

  #selection(type: GraphQLCompositeType, scope: Scope, depth: number, spread: number): string[] {
    const luck = this.#random.next()
    if (depth > 0 && luck < 0.08) return [this.#typename(scope)]
    if (luck < (isAbstractType(type) ? 0.55 : 0.18)) return [this.#fragment(type, scope, depth, spread)]
    if (isUnionType(type)) return [this.#typename(scope)]
    const fields = Object.values(type.getFields())
    return this.#field(this.#random.pick(fields), type, scope, depth, spread)
  }

  #typename(scope: Scope): string {
    const alias = this.#random.chance(this.#aliasRate) ? this.#random.pick(['kindOf', 'zone']) : '__typename'
    const entry = { signature: '__typename', on: '', shape: 'String!', children: newScope() }
    const known = scope.entries.get(alias)
    if (known && known.signature !== '__typename') return '__typename'
    scope.entries.set(alias, entry)
    return alias === '__typename' ? alias : `${alias}: __typename`
  }

  #fragment(type: GraphQLCompositeType, scope: Scope, depth: number, spread: number): string {
    const possible = isObjectType(type) ? [type] : this.#schema.getPossibleTypes(type)
    const member = this.#random.pick(possible)
    const wider = isObjectType(member) ? member.getInterfaces() : []
    const on = this.#random.chance(0.15)
      ? type
      : this.#random.chance(0.8)
        ? member
        : this.#random.pick([...wider, member])
    const known = this.#fragments.filter((fragment) => fragment.on === on.name)
    if (known.length > 0 && this.#random.chance(0.3)) return `...${this.#random.pick(known).name}${this.#directives()}`
    const text = this.selectionSet(on, scope, depth + 0.5, spread)
    if (this.#random.chance(0.3)) {
      const name = `F${this.#fragments.length}`
      this.#fragments.push({ name, on: on.name, text })
      return `...${name}${this.#directives()}`
    }
    const condition = on === type && this.#random.chance(0.4) ? '' : ` on ${on.name}`
    return `...${condition}${this.#directives()} ${text}`
  }

  #field(
    field: GraphQLField<unknown, unknown>,
    type: GraphQLCompositeType,
    scope: Scope,
    depth: number,
    spread: number,
  ): string[] {
    const named = getNamedType(field.type)
    const deeper = spread * 1.5 ** listDepth(field.type)
    if (isCompositeType(named) && (this.#fieldsLeft <= 0 || depth > 7 || deeper > 60)) return []
    this.#fieldsLeft -= 1
    const signature = `${field.name}${this.variables.argumentsText(field.args)}`
    const alias = this.#random.chance(this.#aliasRate) ? this.#random.pick(ALIASES) : field.name
    const children = this.#enter(scope, alias, signature, type, field)
    if (!children) return []
    const head = `${alias === field.name ? '' : `${alias}: `}${signature}${this.#directives()}`
    return [isCompositeType(named) ? `${head} ${this.selectionSet(named, children, depth + 1, deeper)}` : head]
  }

  /** The scope below a response name, or nothing where the name already means something else. */
  #enter(
    scope: Scope,
    alias: string,
    signature: string,
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
  ): Scope | undefined {
    const known = scope.entries.get(alias)
    if (!known) {
      const children = newScope()
      scope.entries.set(alias, { signature, on: type.name, shape: responseShape(field.type), children })
      return children
    }
    const apart = isObjectType(type) && known.on !== type.name && isObjectType(this.#schema.getType(known.on))
    const mergeable = apart && known.shape === responseShape(field.type)
    return known.signature === signature || mergeable ? known.children : undefined
  }
}

function introspection(random: Random, schema: GraphQLSchema): string {
  const names = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'))
  const field = '{ name args { name defaultValue } type { kind name ofType { kind name } } }'
  return random.pick([
    '__schema { queryType { name } of: mutationType { name } subscriptionType { name } }',
    `__type(name: "${random.pick(names)}") { kind id: name fields ${field} interfaces { name } inputFields { name } }`,
  ])
}

function drawOperation(schema: GraphQLSchema, random: Random): Operation {
  const mutation = schema.getMutationType()
  const root = mutation && random.chance(0.12) ? mutation : schema.getQueryType()
  if (!root) throw new Error('a schema without Query')
  const writer = new OperationWriter(schema, random)
  const selection = writer.selectionSet(root, newScope(), 0, 1)
  const asked =
    root !== mutation && random.chance(0.04) ? `{ ${introspection(random, schema)} ${selection.slice(1)}` : selection
  const named = random.chance(0.2)
  const keyword = root === mutation ? 'mutation' : 'query'
  const operation = `${keyword} ${named ? 'Chosen' : ''}${writer.variables.declarations()} ${asked}`
  const other = named ? 'query Other { __typename }' : ''
  return {
    document: parse(`${operation}\n${writer.fragmentsText()}\n${other}`),
    variables: writer.variables.values,
    ...(named ? { operationName: 'Chosen' } : {}),
  }
}

/** A random valid operation. The rare one that breaks a rule of the specification is drawn again. */
export function generateOperation(schema: GraphQLSchema, seed: number): Operation {
  for (let attempt = 0; attempt < 50; attempt++) {
    const operation = drawOperation(schema, new Random(seed + attempt * 7919))
    if (validate(schema, operation.document).length === 0) return operation
  }
  throw new Error(`no valid operation for seed ${seed}`)
}
