import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import {
  execute,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  NoUnusedVariablesRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { selectOperation } from '../execution/plan/selectOperation.ts'
import { loadSupergraph } from '../supergraph/loadSupergraph.ts'
import { type CostDirectives, costDirectives } from './costDirectives.ts'
import { countObjects } from './countObjects.ts'
import { operationCost } from './operationCost.ts'

let schema: GraphQLSchema
let declared: CostDirectives

beforeAll(async () => {
  const file = fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url))
  const { apiSchema, supergraph } = await loadSupergraph(file, new Map())
  schema = apiSchema
  declared = costDirectives(supergraph)
})

/** Chance, as a property shrinks it: what is drawn is one of so many. */
class Chance {
  private at = 0
  constructor(private readonly tape: readonly number[]) {}
  draw(of: number): number {
    return (this.tape[this.at++ % this.tape.length] ?? 0) % of
  }
}

const rules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule)
const chances = fc.array(fc.nat(1_000), { minLength: 10, maxLength: 60 })
/** Also longer than a list of which nothing is said, or an estimate that overlooks the page would do. */
const pages = fc.constantFrom(0, 1, 2, 3, 12)

/** A selection of the graph itself, every page as long as `$n` or a number drawn. */
function selection(typeName: string, chance: Chance, depth: number): string {
  const type = schema.getType(typeName)
  const fields = isObjectType(type) ? Object.values(type.getFields()).filter((field) => isAskable(field, depth)) : []
  if (fields.length === 0) return '{ __typename }'
  const chosen = Array.from({ length: 1 + chance.draw(3) }, (_, at) => {
    const field = fields[chance.draw(fields.length)]
    if (field === undefined) return ''
    const inner = isCompositeType(getNamedType(field.type))
      ? selection(getNamedType(field.type).name, chance, depth - 1)
      : ''
    const asked = `a${at}: ${field.name}${pageOf(field, chance)} ${inner}`
    return chance.draw(4) === 0 ? `... on ${typeName} { ${asked} }` : asked
  })
  return `{ ${chosen.join(' ')} }`
}

const isAskable = ({ type, args }: GraphQLField<unknown, unknown>, depth: number): boolean =>
  !args.some(isRequiredArgument) && (depth > 0 || !isCompositeType(getNamedType(type)))

function pageOf({ args }: GraphQLField<unknown, unknown>, chance: Chance): string {
  if (!args.some(({ name }) => name === 'first')) return ''
  return chance.draw(2) === 0 ? '(first: $n)' : `(first: ${chance.draw(4)})`
}

/** Lists as long as asked, of them or of the object above, or as the graph says, or ten; a model of its own. */
const full: GraphQLFieldResolver<{ page?: number }, unknown> = (
  source,
  args,
  _,
  { fieldName, returnType, parentType },
) => {
  const plain = isNonNullType(returnType) ? returnType.ofType : returnType
  const named = getNamedType(returnType)
  const value = (): unknown => {
    if (isAbstractType(named)) return { __typename: schema.getPossibleTypes(named)[0]?.name, page: args.first }
    if (isObjectType(named)) return { page: args.first }
    return isEnumType(named) ? named.getValues()[0]?.name : named.name === 'Boolean' ? true : 1
  }
  if (!isListType(plain)) return value()
  const page = ['nodes', 'edges', 'events'].includes(fieldName) ? source?.page : undefined
  const assumed = declared.listSizes.get(`${parentType.name}.${fieldName}`)?.assumedSize ?? 10
  return Array.from({ length: args.first ?? page ?? assumed }, value)
}

/** What an operation is estimated to cost, and how many objects its answer holds where every list is full. */
function estimatedAndHeld(text: string, n: number): { estimated: number; held: number } {
  const document = parse(text)
  expect(validate(schema, document, rules)).toEqual([])
  const answer = execute({ schema, document, variableValues: { n }, rootValue: {}, fieldResolver: full as never })
  const { data, errors } = answer as { data: unknown; errors?: unknown }
  expect(errors).toBeUndefined()
  // The answer itself is an object that nobody reads.
  const held = countObjects(data) - 1
  return { estimated: operationCost(schema, selectOperation(document), declared)({ n }), held }
}

test('no answer holds more than was estimated, where its lists are as long as the graph says', () => {
  let most = 0
  fc.assert(
    fc.property(chances, pages, (tape, n) => {
      const { estimated, held } = estimatedAndHeld(`query($n: Int = 0) ${selection('Query', new Chance(tape), 4)}`, n)
      most = Math.max(most, held)
      expect(estimated).toBeGreaterThanOrEqual(held)
    }),
    { numRuns: 300 },
  )
  expect(most).toBeGreaterThan(100)
})

test.each([
  [1, 1 + 1 + (1 + 1)],
  [12, 1 + 1 + 12 * (1 + 12)],
])('a list that takes the page itself, in a page of %i, is as long as that', (n, objects) => {
  const text = 'query($n: Int) { personnelDesk { batches(first: $n) { nodes { runs(first: $n) { startedAt } } } } }'
  expect(estimatedAndHeld(text, n)).toEqual({ estimated: objects, held: objects })
})

test('a longer page never costs less', () => {
  fc.assert(
    fc.property(chances, fc.integer(), fc.nat(1_000_000), (tape, n, more) => {
      const document = parse(`query($n: Int) ${selection('Query', new Chance(tape), 6)}`)
      const cost = operationCost(schema, selectOperation(document), declared)
      expect(cost({ n: n + more })).toBeGreaterThanOrEqual(cost({ n }))
      expect(cost({ n })).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 300 },
  )
})
