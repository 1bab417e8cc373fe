import { Kind, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { divisionSchemaFile, divisionSdl } from '../composition/divisionSdl.ts'
import { type NationalField, nationalForm } from '../nationalFields/nationalForm.ts'
import { directiveArgument } from './directiveArgument.ts'

const definitions = parse(divisionSdl(divisionSchemaFile('market-order'))).definitions

/** Fields of a record type that carry a code of the current standard, as `code -> field`. */
function marks(record: string) {
  const type = definitions.find((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === record)
  const fields = type?.kind === Kind.OBJECT_TYPE_DEFINITION ? (type.fields ?? []) : []
  return fields
    .filter((field) => directiveArgument(field, 'national', 'standard') === 'SGS-2019')
    .map((field) => ({
      code: directiveArgument(field, 'national', 'code'),
      field: field.name.value,
      maxLength: directiveArgument(field, 'national', 'maxLength'),
      required: directiveArgument(field, 'national', 'required') === 'true',
    }))
}

function columns(record: 'AdministrativePenalty' | 'AdministrativePermit'): NationalField[] {
  const { fields } = nationalForm(record, 'SGS-2019', 'LEGAL_PERSON')
  const persons = nationalForm(record, 'SGS-2019', 'NATURAL_PERSON').fields
  return [...fields, ...persons.filter((person) => !fields.includes(person))]
}

describe.each(['AdministrativePenalty', 'AdministrativePermit'] as const)('%s', (record) => {
  it('marks its fields as the national forms have them', () => {
    const expected = columns(record).map(({ code, field, maxLength, required }) => ({
      code,
      field,
      maxLength: maxLength === undefined ? undefined : String(maxLength),
      required: required === 'ALWAYS',
    }))
    const byCode = (a: { code: string | undefined }, b: { code: string | undefined }) =>
      (a.code ?? '').localeCompare(b.code ?? '')
    expect(marks(record).sort(byCode)).toEqual(expected.sort(byCode))
  })
})
