/** What became of rows that were reported; together they are all of them. */
export interface ReportedRows {
  /** 入库: 新增 and 更新, or simply taken. */
  readonly accepted: number
  /** 疑问. */
  readonly doubt: number
  /** 未关联. */
  readonly unlinked: number
  /** 重复. */
  readonly duplicate: number
  /** 退回. */
  readonly refused: number
  /** Not sent, because the partner was to have a newer version, or the terms had changed. */
  readonly overtaken: number
  /** Kept for a person: no attempt has brought it through. */
  readonly dead: number
  /** On its way, or not answered yet. */
  readonly inFlight: number
}

export const noRows: ReportedRows = {
  accepted: 0,
  doubt: 0,
  unlinked: 0,
  duplicate: 0,
  refused: 0,
  overtaken: 0,
  dead: 0,
  inFlight: 0,
}

/** A row of which nothing says what became of it. */
export interface UnexplainedRow {
  /** Page of the ledger, or file. */
  readonly place: string
  /** Absent where a file's receipt says another number of rows than it names. */
  readonly recordId?: string
  readonly version?: number
}

/** 对账: what was reported by an agreement in a period, and what became of it. */
export interface Reconciliation extends ReportedRows {
  /** 上报. */
  readonly reported: number
  /** Whether the sum is what was reported, with nothing unexplained and nothing due. */
  readonly closes: boolean
  readonly unexplained: readonly UnexplainedRow[]
  readonly dueSince: Date | undefined
}

/** What no count tells. */
export interface Unreported {
  /** Rows that no receipt and no page under way accounts for. */
  readonly unexplained?: readonly UnexplainedRow[]
  /** Since when something has been due that is not reported. */
  readonly dueSince?: Date | undefined
}

/** Adds up. */
export function reconciliation(
  reported: number,
  rows: ReportedRows,
  { unexplained = [], dueSince }: Unreported = {},
): Reconciliation {
  const sum = Object.values(rows).reduce((total, count) => total + count, 0)
  const closes = sum === reported && unexplained.length === 0 && dueSince === undefined
  return { ...rows, reported, unexplained, dueSince, closes }
}
