import { describe, expect, it } from 'vitest'
import { codeSet } from '../codes/codeSet.ts'
import { type NationalForm, nationalForm } from './nationalForm.ts'

const codesOf = (form: NationalForm) => form.fields.map(({ code }) => code)

describe('national forms', () => {
  it.each([
    ['AdministrativePenalty', 'LEGAL_PERSON', 26],
    ['AdministrativePenalty', 'NATURAL_PERSON', 20],
    ['AdministrativePermit', 'LEGAL_PERSON', 24],
    ['AdministrativePermit', 'NATURAL_PERSON', 18],
  ] as const)('%s of 2018 for a %s has its %i columns', (record, subject, columns) => {
    expect(codesOf(nationalForm(record, 'SGS-2018', subject))).toHaveLength(columns)
  })

  it('added the category of the subject in 2019 and opened the id number to other certificates', () => {
    const before = codesOf(nationalForm('AdministrativePenalty', 'SGS-2018', 'LEGAL_PERSON'))
    const after = codesOf(nationalForm('AdministrativePenalty', 'SGS-2019', 'LEGAL_PERSON'))
    expect(after.filter((code) => !before.includes(code))).toEqual(['CF_XDR_LB', 'CF_FR_ZJLX', 'CF_FR_ZJHM'])
    expect(before.filter((code) => !after.includes(code))).toEqual(['CF_FR_SFZH'])
  })

  it.each(['AdministrativePenalty', 'AdministrativePermit'] as const)(
    '%s: code sets exist, codes are unique',
    (record) => {
      for (const standard of ['SGS-2016', 'SGS-2018', 'SGS-2019'] as const) {
        for (const subject of ['LEGAL_PERSON', 'NATURAL_PERSON'] as const) {
          const form = nationalForm(record, standard, subject)
          expect(new Set(codesOf(form)).size).toBe(form.fields.length)
          for (const field of form.fields) if (field.codeSet) expect(codeSet(field.codeSet).entries).not.toEqual([])
        }
      }
    },
  )
})
