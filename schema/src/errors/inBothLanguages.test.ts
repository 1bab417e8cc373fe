import { buildSchema, GraphQLError, getVariableValues, Kind, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { inBothLanguages } from './inBothLanguages.ts'

const schema = buildSchema(`
  directive @once on FIELD
  enum Sort { NAME DATE }
  input Filter { sort: Sort!, text: String }
  input Choice @oneOf { a: ID, b: ID }
  interface Named { name: String }
  type Firm implements Named { name: String, size(unit: Int!): Int }
  type Person implements Named { name: String }
  type Query { firms(filter: Filter, choice: Choice, first: Int): [Firm], named: Named }
  type Subscription { changes: Firm, ends: Firm }
`)

function faultsOf(query: string, variables: object = {}): readonly string[] {
  try {
    const document = parse(query)
    const faults = validate(schema, document)
    if (faults.length > 0) return faults.map(({ message }) => message)
    const [operation] = document.definitions
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation')
    const values = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variables })
    return values.errors?.map(({ message }) => message) ?? []
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message]
    throw error
  }
}

test.each<[string, string, object?]>([
  ['{ firms { nam } }', '类型 Firm 没有字段 nam，或以当前身份不可见'],
  ['{ firms(last: 1) { name } }', '字段 Query.firms 没有参数 last，或以当前身份不可用'],
  ['{ firms @skip(iff: true, if: true) { name } }', '指令 @skip 没有参数 iff'],
  ['query($a: Nix) { firms(first: $a) { name } }', '没有类型 Nix，或以当前身份不可见'],
  ['{ firms { name @nix } }', '没有指令 @nix'],
  ['{ firms { ...Nix } }', '文档中没有片段 Nix'],
  ['query @once { firms { name } }', '指令 @once 不能用在此处（QUERY）'],
  ['{ firms { name @once @once } }', '指令 @once 在同一处只能用一次'],
  ['{ firms { size } }', 'size 缺少必填的参数 unit（Int!）'],
  ['{ firms { name @skip } }', '@skip 缺少必填的参数 if（Boolean!）'],
  ['{ firms { name { x } } }', '字段 name 是单个的值，其下不能再选字段'],
  ['{ firms }', '字段 firms（[Firm]）之下须选至少一个字段'],
  ['{ firms(filter: {}) { name } }', '缺少必填的输入字段 Filter.sort（Sort!）'],
  ['{ firms(filter: { sort: NAME, nix: 1 }) { name } }', '输入类型 Filter 没有字段 nix，或以当前身份不可用'],
  ['{ firms(choice: { a: null }) { name } }', '输入字段 Choice.a 不能为 null'],
  ['{ firms(choice: {}) { name } }', '输入类型 Choice 须恰好给出一个字段'],
  ['{ firms { name: size(unit: 1) name } }', '同名的字段 name 所取不同，请用别名区分'],
  ['{ firms { name } } fragment F on Firm { name }', '片段 F 没有用到'],
  ['{ firms { ...F } } fragment F on Firm { name ...F }', '片段 F 包含其自身'],
  ['{ firms { ... on Sort { x } } }', '片段的类型条件 Sort 不是对象、接口或联合类型'],
  ['{ firms { ... on Person { name } } }', '此处的 Firm 不可能是 Person，片段不能用在这里'],
  ['{ firms { ...P } } fragment P on Person { name }', '此处的 Firm 不可能是 Person，片段不能用在这里'],
  ['{ firms(first: $a) { name } }', '变量 $a 没有声明'],
  ['query($a: Int) { firms { name } }', '变量 $a 声明而未用'],
  ['query($a: Firm) { firms(first: $a) { name } }', '变量 $a 不能是输出类型 Firm'],
  ['query($a: ID) { firms(first: $a) { name } }', '变量 $a 是 ID，此处须为 Int'],
  ['query($a: ID) { firms(choice: { a: $a }) { name } }', '变量 $a（ID）在此处须为非空类型'],
  ['query($a: Int!) { firms(first: $a) { name } }', '缺少变量 $a 的值（Int!）'],
  ['query($a: Int!) { firms(first: $a) { name } }', '变量 $a（Int!）不能为 null', { a: null }],
  ['query($a: Int) { firms(first: $a) { name } }', '变量 $a 的值不符合要求', { a: '甲公司' }],
  ['{ firms(first: 1, first: 2) { name } }', 'first 重名'],
  ['{ firms { name } } query A { firms { name } }', '文档含多个操作时，每个操作都须有名称'],
  ['{ firms(filter: { sort: SIZE }) { name } }', '枚举 Sort 没有这个值'],
  ['{ firms(filter: { sort: "NAME" }) { name } }', '枚举 Sort 的值须是不带引号的枚举值名称'],
  ['{ firms(filter: 1) { name } }', '此处的值须为 Filter'],
  ['{ firms(first: "1") { name } }', '不是 Int 类型的值'],
  ['subscription { changes { name } ends { name } }', '一个订阅只能选一个顶层字段'],
  ['subscription S { __typename }', '订阅的顶层不能选内省字段'],
  ['{ firms { name }', '语法错误'],
])('%s', (query, zh, variables) => {
  const faults = faultsOf(query, variables)
  expect(faults.map(inBothLanguages)).toContainEqual(expect.stringMatching(/^.* \/ .*$/s))
  expect(faults.map(inBothLanguages)).toContain(`${zh} / ${faults.find((one) => inBothLanguages(one).startsWith(zh))}`)
  expect(faults.filter((one) => inBothLanguages(one) === one)).toEqual([])
})

test.each([
  'Schema is not configured for mutation operations.',
  'Maximum introspection depth exceeded',
  'Too many validation errors, error limit reached. Validation aborted.',
])('%s', (message) => {
  expect(inBothLanguages(message)).toMatch(/^\p{Script=Han}.* \/ /u)
})

test('own words stay as they are, each line for itself', () => {
  const [one, other] = ['Uscc：校验码不符', 'Unknown type "T".']
  expect(inBothLanguages(`${one}\n${other}`)).toBe(`${one}\n没有类型 T，或以当前身份不可见 / ${other}`)
  expect(inBothLanguages('Uscc：校验码不符')).toBe('Uscc：校验码不符')
})
