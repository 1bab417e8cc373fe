import type { DivisionName } from '@hub/schema/divisions/divisions'
import type { InferRawDocType, SchemaDefinition } from 'mongoose'
import { openToAll, type RecordVisibility } from '../access/recordVisibility.ts'
import type { FilterMap } from '../query/fieldFilter.ts'
import type { RecordEnding } from './recordEnding.ts'
import { envelopeDefinition } from './recordEnvelope.ts'

/** The time in the world for which a record holds, as calendar dates; open where absent. */
export interface Validity {
  validFrom?: string | undefined
  validTo?: string | undefined
}

/** A family's own values, before the store adds the envelope. */
export type FamilyFields = Record<string, unknown>

/** One kind of credit record that a division keeps: the only description that store, lists, loaders and imports need. */
export interface RecordFamily {
  /** Plural, kebab case: collection stem and import path, e.g. `list-entries`. */
  name: string
  chineseName: string
  /** GraphQL type of its records. */
  typeName: string
  division: DivisionName
  /** Catalogue item of the public credit information catalogue it is reported under. */
  catalogueId: string
  definition: SchemaDefinition
  /** Whether its records are subjects themselves, so that `subjectId` is `recordId`. */
  isSubject: boolean
  /** What makes two rows the same record; any one of the keys is enough. Never empty. */
  naturalKeys: (fields: FamilyFields, subjectId: string | undefined) => string[]
  validity: (fields: FamilyFields) => Validity
  /** The record that one of this family was merged into; only subjects ever are. */
  mergedInto: (record: FamilyFields) => string | undefined
  /**
   * What a record says after a row about it: what the row reports, and what outlives it, such as former names and the
   * acts of persons.
   */
  carryOver: (before: FamilyFields, reported: FamilyFields, at: Date) => FamilyFields
  /** How rows end records that they do not tell whole; absent where none does. */
  ending?: RecordEnding
  /** Values kept only for searching and sorting, computed from the fields at every write. */
  searchFields: (fields: FamilyFields) => Record<string, unknown>
  filters: FilterMap
  /** GraphQL order name to stored path; every path is a scalar. */
  orders: Record<string, string>
  defaultOrder: { field: string; direction: 'ASC' | 'DESC' }
  /** Stored paths to index beside the ones of the envelope. */
  indexes: readonly string[]
  /** When its records are open beyond the division. */
  visibility: RecordVisibility
}

/** What a division writes down; the functions see its fields with the types of its definition. */
interface FamilyInput<Definition extends SchemaDefinition, Fields = InferRawDocType<Definition>>
  extends Pick<
    RecordFamily,
    'name' | 'chineseName' | 'typeName' | 'division' | 'catalogueId' | 'filters' | 'orders' | 'defaultOrder'
  > {
  definition: Definition
  naturalKeys: (fields: Fields, subjectId: string | undefined) => string[]
  isSubject?: boolean
  validity?: (fields: Fields) => Validity
  mergedInto?: (record: Fields) => string | undefined
  carryOver?: (before: Fields, reported: Fields, at: Date) => FamilyFields
  ending?: RecordEnding
  searchFields?: (fields: Fields) => Record<string, unknown>
  indexes?: readonly string[]
  visibility?: RecordVisibility
}

/**
 * Declares a record family.
 * @throws Error when a field takes the name of an envelope field or the default order is none of the orders.
 */
export function defineFamily<const Definition extends SchemaDefinition>(input: FamilyInput<Definition>): RecordFamily {
  const taken = Object.keys(input.definition).filter((name) => name in envelopeDefinition)
  if (taken.length > 0) throw new Error(`Family ${input.name} redefines envelope fields: ${taken.join(', ')}`)
  if (!(input.defaultOrder.field in input.orders)) throw new Error(`Family ${input.name}: unknown default order`)
  const defaults = {
    isSubject: false,
    validity: () => ({}),
    mergedInto: () => undefined,
    carryOver: (_before: FamilyFields, reported: FamilyFields) => reported,
    searchFields: () => ({}),
    indexes: [],
    visibility: openToAll,
  }
  // The store casts fields by this very definition before it calls the functions, so their parameter types hold.
  return { ...defaults, ...input } as unknown as RecordFamily
}
