import { type DivisionEnumValue, type DivisionName, divisions } from './divisions.ts'

/** Divisions by their values of the GraphQL enum `Division`, there and back; undefined for what is none. */
export const divisionEnum = {
  nameOf: (value: string): DivisionName | undefined => divisions.find(({ enumValue }) => enumValue === value)?.name,
  valueOf: (division: string): DivisionEnumValue | undefined =>
    divisions.find(({ name }) => name === division)?.enumValue,
}
