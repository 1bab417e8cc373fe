import { division as foreignInvestment } from '@hub/foreign-investment/division'
import { formHeadings } from '@hub/kit/imports/columns/formHeadings'
import { importers } from '@hub/kit/imports/importer'
import type { Rule } from '@hub/kit/imports/rules/ruleSet'
import { division as marketOrder } from '@hub/market-order/division'
import { division as personnel } from '@hub/personnel/division'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { nationalForm } from '@hub/schema/nationalFields/nationalForm'
import { division as trade } from '@hub/trade/division'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'

const ready = [foreignInvestment, trade, marketOrder, personnel].flatMap(
  ({ imports = [], families, schemaFile, name }) => {
    const sdl = parse(divisionSdl(schemaFile))
    return importers(imports, sdl).map((importer) => ({ id: `${name} ${importer.name}`, importer, families }))
  },
)

const fieldsOf = (rule: Rule): string[] => [
  ...('fields' in rule ? rule.fields : [rule.field]),
  ...('other' in rule ? [rule.other] : []),
  ...('when' in rule && rule.when !== undefined ? [rule.when.field] : []),
]

describe('the imports of the four divisions', () => {
  test('are one for each record family', () => {
    expect(ready.map(({ id }) => id)).toEqual([
      'foreign-investment records',
      'foreign-investment joint-ventures',
      'trade liquor-filings',
      'trade accompanying-notes',
      'market-order registry',
      'market-order penalties',
      'market-order permits',
      'market-order list-entries',
      'market-order red-list-entries',
      'market-order commitments',
      'personnel commendations',
      'personnel model-enterprise-awards',
    ])
  })

  test.each(ready)('$id: every rule speaks of fields that its files can bring', ({ importer }) => {
    const fields = new Set(importer.plan.columns.map(({ field }) => field))
    const unknown = importer.ruleSet.rules.flatMap(fieldsOf).filter((field) => !fields.has(field.split('.')[0] ?? ''))
    expect(unknown).toEqual([])
    // Its last part is the edition: rules that have changed are another set, by which a record says what it was held against.
    expect(importer.ruleSet.id.replace(/\d+$/, '')).toBe(`${importer.family.division}.${importer.name}.`)
  })

  test.each(ready)('$id: the form is in Chinese, without what the store keeps for itself', ({ importer }) => {
    const headings = importer.plan.columns.map(({ chineseName }) => chineseName)
    expect(headings.filter((heading) => !/\p{Script=Han}/u.test(heading))).toEqual([])
  })

  test.each(ready)(
    '$id: every column is found by its Chinese name and its schema name, and by them alone',
    ({ importer }) => {
      for (const { field, chineseName } of importer.plan.columns) {
        expect(importer.plan.byHeading(field)?.field).toBe(field)
        expect([chineseName, importer.plan.byHeading(chineseName)?.field]).toEqual([chineseName, field])
        // Doubts go out under these headings and come back under them, whatever form their rows came by.
        expect([chineseName, importer.plan.byHeading(chineseName, formHeadings(importer.plan))?.field]).toEqual([
          chineseName,
          field,
        ])
      }
    },
  )
})

const FORMS = (['SGS-2016', 'SGS-2018', 'SGS-2019'] as const).flatMap((standard) =>
  (['LEGAL_PERSON', 'NATURAL_PERSON'] as const).flatMap((subject) => [
    { path: 'penalties', form: nationalForm('AdministrativePenalty', standard, subject), standard, subject },
    { path: 'permits', form: nationalForm('AdministrativePermit', standard, subject), standard, subject },
  ]),
)

test.each(FORMS)(
  '$path: the form of $standard for $subject is read by codes and by Chinese headings',
  ({ path, form }) => {
    const plan = ready.find(({ importer }) => importer.name === path)?.importer.plan
    const codes = form.fields.map(({ code }) => code)
    const misread = form.fields.flatMap(({ code, aliases = [], name, field }) =>
      [code, ...aliases, name].filter((heading) => plan?.byHeading(heading, codes)?.field !== field),
    )
    expect(misread).toEqual([])
  },
)
