/** What an attack tries, the question that brings it, and with what; none may see more, or cost more, than it may. */
export interface Injection {
  readonly name: string
  readonly query: string
  /** JSON, as no JavaScript would write it. */
  readonly variables?: string
  /** Who brings it; the public where nobody is named. */
  readonly role?: 'officer'
  /** Codes that may answer it; none: it is answered, and finds nothing. */
  readonly code?: string
}

const LIST = 'query($filter: EnterpriseFilter) { enterprises(filter: $filter) { totalCount nodes { name } } }'
const AFTER = 'query($after: String) { enterprises(after: $after) { totalCount nodes { name } } }'
const ONE = 'query($id: ID!) { enterprise(subjectId: $id) { name } }'
const PENALTY = 'query($id: ID!) { penalty(recordId: $id) { docNo } }'

const DESK = 'query($filter: DeskRowFilter) { marketOrderDesk { doubtfulRows(filter: $filter) { totalCount } } }'
const BATCH = 'query($id: BatchNo!) { marketOrderDesk { batch(batchNo: $id) { file } } }'

const BAD_INPUT = 'BAD_USER_INPUT'

/** What MongoDB would take for an operator, where a plain value belongs. */
const operators = [
  '{"$gt":""}',
  '{"$ne":null}',
  '{"$regex":".*"}',
  '{"$where":"sleep(1000)"}',
  '{"$in":["a"]}',
  '["a","b"]',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
]

/** Texts that mean something to MongoDB, to a regular expression or to JavaScript, and nothing here. */
const texts = [
  '$where',
  '$gt',
  '{"$gt":""}',
  "{$where: 'sleep(1000)'}",
  '.*',
  '^',
  '(a+)+$',
  '(.*a){25}',
  '([a-zA-Z]+)*$',
  '\\',
  '[z',
  'a.b.$c',
  '__proto__',
  'constructor',
  "'; return true; //",
  'a\u0000b',
  '虚\ud800构',
  '\udfff.x',
]

const cursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** Cursors that nobody was given. */
const cursors = [
  ['with an operator for its value', cursor(['recordedAt', 'DESC', { $gt: '' }, 'x'])],
  ['with an operator for its record', cursor(['recordedAt', 'DESC', null, { $ne: null }])],
  ['with an operator for its order', cursor([{ $where: '1' }, 'DESC', null, 'x'])],
  ['of a hidden order', cursor(['personIdNo', 'ASC', null, ''])],
  ['of a dotted order', cursor(['sealed.personIdNo', 'ASC', null, ''])],
  ['of a prototype', cursor(['__proto__', 'ASC', null, ''])],
  ['that is an object', cursor({ $where: 'sleep(1000)' })],
  ['that is no JSON', Buffer.from('{').toString('base64url')],
] as const

const textsIn = (name: string, query: string, variables: (text: string) => object): Injection[] =>
  texts.map((text) => ({
    name: `${name}: the text ${JSON.stringify(text)}`,
    query,
    variables: JSON.stringify(variables(text)),
  }))

function byOfficer(injection: Injection): Injection {
  return { ...injection, role: 'officer' }
}

export const injections: readonly Injection[] = [
  ...operators.flatMap((operator) => [
    {
      name: `a name filter: ${operator}`,
      query: LIST,
      variables: `{"filter":{"nameContains":${operator}}}`,
      code: BAD_INPUT,
    },
    { name: `a code filter: ${operator}`, query: LIST, variables: `{"filter":{"uscc":${operator}}}`, code: BAD_INPUT },
    { name: `an identifier: ${operator}`, query: ONE, variables: `{"id":${operator}}`, code: BAD_INPUT },
    { name: `a record's number: ${operator}`, query: PENALTY, variables: `{"id":${operator}}`, code: BAD_INPUT },
  ]),
  ...['$where', '$or', 'name.first', '__proto__', 'constructor', 'personIdNo'].map((key) => ({
    name: `a filter's key: ${key}`,
    query: LIST,
    variables: `{"filter":{"${key}":"x"}}`,
    code: BAD_INPUT,
  })),
  ...textsIn('an identifier', ONE, (id) => ({ id })),
  ...textsIn("a record's number", PENALTY, (id) => ({ id })),
  ...textsIn('a name filter', LIST, (nameContains) => ({ filter: { nameContains } })),
  ...textsIn('a rule at a desk', DESK, (rule) => ({ filter: { rule } })).map(byOfficer),
  ...textsIn('a family at a desk', DESK, (family) => ({ filter: { family } })).map(byOfficer),
  ...operators.flatMap((operator) => [
    byOfficer({ name: `a batch: ${operator}`, query: BATCH, variables: `{"id":${operator}}`, code: BAD_INPUT }),
    byOfficer({
      name: `a rule at a desk: ${operator}`,
      query: DESK,
      variables: `{"filter":{"rule":${operator}}}`,
      code: BAD_INPUT,
    }),
  ]),
  {
    name: 'a pattern that backtracks, against itself',
    query: LIST,
    variables: JSON.stringify({ filter: { nameContains: `${'(a+)+'.repeat(30)}$` } }),
  },
  ...[`${'(a+)+'.repeat(500)}$`, '\u0000', '。', ' \u200b'].map((nameContains) => ({
    name: `a name with nothing to look for, or too much: ${JSON.stringify(nameContains.slice(0, 10))}`,
    query: LIST,
    variables: JSON.stringify({ filter: { nameContains } }),
    code: BAD_INPUT,
  })),
  ...cursors.map(([name, after]) => ({
    name: `a cursor ${name}`,
    query: AFTER,
    variables: JSON.stringify({ after }),
    code: BAD_INPUT,
  })),
  {
    name: 'an operator in the text of the query',
    query: '{ enterprises(filter: { nameContains: { $gt: "" } }) { totalCount } }',
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    name: "representations of federation's own field",
    query: '{ _entities(representations: [{ __typename: "Enterprise", subjectId: { a: 1 } }]) { __typename } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'a literal that is no instant',
    query: '{ enterprises(asOf: "zzz", first: 1) { totalCount } }',
    code: BAD_INPUT,
  },
]
