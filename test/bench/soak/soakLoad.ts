import { audienceKey, audienceSchema, graphDisclosure } from '@hub/schema/access/audienceSchema'
import { audienceScope } from '@hub/schema/access/audienceScope'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { GraphQLSchema } from 'graphql'
import type { Random } from '../../conformance/oracle/random.ts'
import { archiveQuery } from '../hub/archiveQuery.ts'
import { lookUpQuery } from '../hub/lookUpQuery.ts'

export interface SoakRequest {
  readonly query: string
  readonly variables?: Record<string, unknown>
}

/** An enterprise of the demo. */
export interface SoakSubject {
  readonly subjectId: string
  readonly uscc: string
  readonly name: string
}

const FIELDS = ['name', 'uscc', 'existenceStatus', 'subjectKind', 'registeredOn', 'address', 'industryCode', 'version']
const RECORDS = [
  'foreignInvestment { certificateNo authority }',
  'liquorFilings(first: 5) { totalCount nodes { filingNo status } }',
  'penalties(first: 5) { totalCount nodes { docNo decidedOn } }',
  'commendations(first: 5) { totalCount nodes { honorName } }',
  'permits(first: 5) { totalCount nodes { recordId } }',
]
const PAGE = `query Page($first: Int, $after: String) { enterprises(first: $first, after: $after) { totalCount
  nodes { subjectId name uscc existenceStatus penalties(first: 1) { totalCount } liquorFilings(first: 1) { totalCount }
    commendations(first: 1) { totalCount } } pageInfo { endCursor } } }`
const SEARCH = `query Search($part: String!) { enterprises(filter: { nameContains: $part }, first: 20) {
  totalCount nodes { subjectId name uscc existenceStatus } pageInfo { hasNextPage } } }`
const REPORT = `mutation($input: ReportRowInput!) { personnelReportRow(input: $input) {
  recordId receipt { created doubtful } row { rowId } } }`
const IGNORE = 'mutation($input: SettleRowInput!) { personnelIgnoreRow(input: $input) { outcome } }'
const GRANT = 'mutation($input: GrantConsentInput!) { grantConsent(input: $input) { consentId } }'
const REVOKE = 'mutation($id: ID!) { revokeConsent(consentId: $id) { state } }'

/** What nobody should ask: each costs the hub work before it is refused. */
const FAULTS: readonly ((text: string) => string)[] = [
  (text) => `{ enterprises(first: 1) { nodes { ${text} ${text}2 } } }`,
  (text) => `{ enterprises(first: 1) { nodes { name # ${text}\n`,
  (text) => `query ${text}($first: Int!) { enterprises(first: $first) { nodes { name } } }`,
  (text) => `query ${text} { enterprises(first: 200) { nodes { penalties(first: 200) { nodes { enterprise {
    penalties(first: 200) { nodes { docNo } } } } } } } }`,
]

/** What the hub is asked all day, and what it is better not asked. */
export class SoakLoad {
  private readonly graph: ReturnType<typeof graphDisclosure>
  private readonly archives = new Map<string, string>()
  private serial = 0

  constructor(
    private readonly random: Random,
    private readonly subjects: readonly SoakSubject[],
    private readonly supergraph: { readonly sdl: string; readonly apiSchema: GraphQLSchema },
  ) {
    this.graph = graphDisclosure(supergraph.sdl)
  }

  /** Somebody looks an enterprise up by its code. */
  lookUp(): SoakRequest {
    return { query: lookUpQuery, variables: { uscc: this.subject().uscc } }
  }

  /** All that a caller may see of one enterprise. */
  archive(caller: CallerClaims): SoakRequest {
    const scope = audienceScope(caller)
    const key = audienceKey(this.graph, scope)
    const query = this.archives.get(key) ?? archiveQuery(audienceSchema(this.supergraph.apiSchema, this.graph, scope))
    this.archives.set(key, query)
    return { query, variables: { subjectId: this.subject().subjectId } }
  }

  page(after: string | undefined): SoakRequest {
    return { query: PAGE, variables: { first: 50, after } }
  }

  search(): SoakRequest {
    const { name } = this.subject()
    const at = this.random.between(2, 5)
    return { query: SEARCH, variables: { part: name.slice(at, at + 2) } }
  }

  /** A text of its own, as an analyst writes it: more of them than the hub keeps. */
  adHoc(): SoakRequest {
    const selected = [...this.random.sample(FIELDS, 4), ...this.random.sample(RECORDS, 2)]
    const alias = `q${this.random.between(1, 20_000)}`
    return {
      query: `query ${alias}($id: ID!) { ${alias}: enterprise(subjectId: $id) { ${selected.join(' ')} } }`,
      variables: { id: this.subject().subjectId },
    }
  }

  fault(): SoakRequest {
    return { query: this.random.pick(FAULTS)(`x${this.random.between(1, 1_000_000)}`) }
  }

  /** A row that becomes a record, or waits in the queue when it is doubtful. */
  report(): SoakRequest {
    this.serial += 1
    const { name } = this.subject()
    const cells = [
      ['企业名称', name],
      ['荣誉名称', `演示荣誉第${this.serial}号`],
      ['认定日期', this.random.chance(0.8) ? '2024-03-01' : '昨天'],
      ['颁发机构', '演示市商务局（虚构）'],
      ['荣誉状态', '有效'],
    ].map(([heading, text]) => ({ heading, text }))
    return { query: REPORT, variables: { input: { family: 'commendations', cells } } }
  }

  ignore(rowId: string): SoakRequest {
    return { query: IGNORE, variables: { input: { rowId, reason: '演示忽略' } } }
  }

  grant({ subjectIds: [subjectId] = [] }: CallerClaims): SoakRequest {
    const terms = { sections: ['SIGNATORIES'], purpose: 'ADMINISTRATIVE_PERMIT', from: '2020-01-01', to: '2099-01-01' }
    const grantee = { granteeKind: 'UNIT', grantee: '行政审批窗口', evidenceHash: 'c'.repeat(64) }
    return { query: GRANT, variables: { input: { subjectId, ...terms, ...grantee } } }
  }

  revoke(id: string): SoakRequest {
    return { query: REVOKE, variables: { id } }
  }

  private subject(): SoakSubject {
    return this.random.pick(this.subjects)
  }
}
