import type { Column } from '../columns/column.ts'
import type { ValueReading } from './valueReading.ts'

/** Kinds of single values, after the scalars of the contract. */
export type ScalarKind =
  | 'TEXT'
  /** A number or code without a rule of its own, in which a citizen's id number must not hide. */
  | 'CODE_TEXT'
  | 'DATE'
  | 'INSTANT'
  | 'DECIMAL'
  | 'INTEGER'
  | 'BOOLEAN'
  | 'MONEY'
  | 'USCC'
  | 'ORG_CODE'
  | 'REG_NO_15'
  | 'FOOD_LICENCE_NO'
  | 'CN_ID_NUMBER'
  | 'DIVISION_CODE'
  | 'INDUSTRY_CODE'
  | 'COUNTRY'
  | 'CURRENCY'

/** What a field holds. */
export type FieldKind =
  | { is: ScalarKind }
  /** One of a set: the spelling (code, schema value, Chinese label; normalised) -> what is stored. */
  | { is: 'CHOICE'; values: ReadonlyMap<string, string> }
  | { is: 'OBJECT'; columns: readonly Column[] }
  | { is: 'LIST'; of: FieldKind }
  /** Read by the division's own function from text that is not empty. */
  | { is: 'READ'; read: (text: string) => ValueReading }
