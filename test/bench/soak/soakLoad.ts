import { Random } from '../../conformance/oracle/random.ts'

export interface SoakRequest {
  readonly query: string
  readonly variables: Record<string, unknown>
}

const ENTERPRISES = 5_000
const FIELDS = ['name', 'uscc', 'existenceStatus', 'subjectKind', 'registeredOn', 'address', 'industryCode', 'version']
const RECORDS = [
  'foreignInvestment { certificateNo authority }',
  'liquorFilings(first: 5) { totalCount nodes { filingNo status } }',
  'penalties(first: 5) { totalCount nodes { docNo decidedOn } }',
  'commendations(first: 5) { totalCount nodes { honorName } }',
]
const PAGE = `query Page($first: Int) { enterprises(first: $first) { totalCount nodes { subjectId name uscc
  liquorFilings(first: 1) { totalCount } commendations(first: 1) { totalCount } } } }`

/** A mixture of what the hub is asked all day: look-ups, archive pages, lists, and queries that nobody has asked before. */
export class SoakLoad {
  private readonly random: Random

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  next(): SoakRequest {
    const kind = this.random.next()
    const id = `S${this.random.between(1, ENTERPRISES)}`
    if (kind < 0.4) return { query: this.lookUp(FIELDS.slice(0, 4), ['uscc']), variables: { uscc: id } }
    if (kind < 0.7) return { query: this.lookUp([...FIELDS, ...RECORDS], ['uscc']), variables: { uscc: id } }
    if (kind < 0.8) return { query: PAGE, variables: { first: this.random.between(1, 50) } }
    // A text of its own, as an analyst writes it: more of them than the hub keeps operations.
    const selected = [...this.random.sample(FIELDS, 4), ...this.random.sample(RECORDS, 2)]
    const alias = `q${this.random.between(1, 5_000)}`
    return {
      query: `query ${alias}($id: ID!) { ${alias}: enterprise(subjectId: $id) { ${selected.join(' ')} } }`,
      variables: { id },
    }
  }

  /** Between two illnesses, and how long one lasts, in milliseconds. */
  pauseMillis(): number {
    return this.random.between(20_000, 60_000)
  }

  pick<Element>(list: readonly Element[]): Element {
    return this.random.pick(list)
  }

  private lookUp(fields: readonly string[], [argument]: readonly [string]): string {
    return `query LookUp($${argument}: USCC) { enterprise(${argument}: $${argument}) { ${fields.join(' ')} } }`
  }
}
