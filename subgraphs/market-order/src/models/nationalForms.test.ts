import { type NationalRecord, nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { describe, expect, test } from 'vitest'
import { penalties } from './penalties.ts'
import { permits } from './permits.ts'

const forms = (['SGS-2016', 'SGS-2018', 'SGS-2019'] as const).flatMap((standard) =>
  (['LEGAL_PERSON', 'NATURAL_PERSON'] as const).map((subject) => [standard, subject] as const),
)

describe.each([
  ['AdministrativePenalty', penalties],
  ['AdministrativePermit', permits],
] as const)('%s', (record: NationalRecord, family) => {
  test.each(forms)('keeps every column of the form %s for a %s', (standard, subject) => {
    const kept = Object.keys(family.definition)
    const columns = nationalForm(record, standard, subject).fields.map(({ field }) => field)
    expect(columns.length).toBeGreaterThan(17)
    expect(columns.filter((field) => !kept.includes(field))).toEqual([])
  })
})
