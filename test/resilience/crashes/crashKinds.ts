import type { DivisionName } from '@hub/schema/divisions/divisions'
import { syntheticRegistryRow } from '../../setup/syntheticRegistry.ts'
import type { Victim } from './crashedHub.ts'

/** An import in the middle of which something is killed. */
export interface CrashKind {
  readonly name: string
  readonly division: DivisionName
  /** Path of the import. */
  readonly family: string
  /** Collection of the records. */
  readonly collection: string
  /** Field by which a row's record is known. */
  readonly field: string
  /** What takes part in it and can be killed. */
  readonly victims: readonly Victim[]
  /** Rows that no other run has. */
  rowsOf(run: number, count: number): Record<string, unknown>[]
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

/** Runs of the registry take their enterprises from here on; those before are what filings are about. */
const FIRST_SERIAL = 10_000

/** The enterprises that filings are about; imported before anything is killed. */
export const knownEnterprises = (count: number): Record<string, string>[] => numbers(count).map(syntheticRegistryRow)

/** Subjects themselves: nothing but the division and its database takes part. */
export const registryKind: CrashKind = {
  name: 'registry',
  division: 'market-order',
  family: 'registry',
  collection: 'subjects',
  field: 'uscc',
  victims: ['market-order', 'database'],
  rowsOf: (run, count) => numbers(count).map((number) => syntheticRegistryRow(FIRST_SERIAL + run * count + number)),
}

/** Records that are linked to subjects through the hub, by the index in market-order. */
export const filingsKind: CrashKind = {
  name: 'filings',
  division: 'trade',
  family: 'liquor-filings',
  collection: 'liquor_filings',
  field: 'filingNo',
  victims: ['trade', 'gateway', 'database', 'market-order'],
  rowsOf: (run, count) =>
    numbers(count).map((number) => {
      const { 企业名称: subjectName, 统一社会信用代码: subjectUscc } = syntheticRegistryRow(number)
      return {
        subjectName,
        subjectUscc,
        filingNo: `演示酒备〔2012〕${run}-${number}号`,
        operatorType: 'RETAIL',
        filedOn: '2012-03-01',
        acceptedOn: '2012-03-02',
        authority: '演示市商务局（虚构）',
        statusHistory: [{ status: 'VALID', since: '2012-03-02' }],
      }
    }),
}
