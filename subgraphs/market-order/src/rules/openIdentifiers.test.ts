import { disclosureMap } from '@hub/schema/access/disclosureMap'
import { divisionSchemaFile, divisionSdl } from '@hub/schema/composition/divisionSdl'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import type { IdentityChange } from './identityChanges.ts'
import { closedKinds, isOpenIdentifier, openChanges } from './openIdentifiers.ts'

const anyone = { caller: 'anonymous', role: 'PUBLIC' } as const
const analyst = { caller: 'analyst', role: 'ANALYST' } as const
const officer = { caller: 'officer', role: 'OFFICER', division: 'market-order' } as const
const citizen = '11010519491231002X'

test('the kinds are closed as the schema marks them', () => {
  const marked = [...disclosureMap(parse(divisionSdl(divisionSchemaFile('market-order'))))].flatMap(
    ([coordinate, { level }]) =>
      coordinate.startsWith('IdentifierKind.') && level !== 'PUBLIC' ? [[coordinate.split('.')[1], level]] : [],
  )
  expect(closedKinds).toEqual(Object.fromEntries(marked))
})

describe('identifiers', () => {
  test.each([
    [{ kind: 'REG_NO', value: '110108000000016' }, [true, true, true]],
    [{ kind: 'TAX_NO', value: '410100' }, [false, true, true]],
    [{ kind: 'PERSON_ID', value: citizen }, [false, false, true]],
    [{ kind: 'REG_NO', value: citizen }, [false, false, true]],
    [{ kind: 'TAX_NO', value: '36042619910101007100' }, [false, false, true]],
  ])('%o are shown to the public, an analyst, an officer: %o', (identifier, shown) => {
    expect([anyone, analyst, officer].map((caller) => isOpenIdentifier(caller, 'S1', identifier))).toEqual(shown)
  })

  test('that were added are changes of the same level', () => {
    const change = (after: string) => ({ kind: 'IDENTIFIER_ADDED', after }) as IdentityChange
    const changes = [change('REG_NO:1'), change('TAX_NO:2'), change(`PERSON_ID:${citizen}`)]
    expect(openChanges(anyone, 'S1', changes)).toEqual(changes.slice(0, 1))
    expect(openChanges(analyst, 'S1', changes)).toEqual(changes.slice(0, 2))
    expect(openChanges(officer, 'S1', changes)).toEqual(changes)
  })

  test('that were given as credit codes are changes held back like them', () => {
    const changes = [
      { kind: 'CODE_REISSUED', before: '362322198709086409', after: '91410100MA9EXAMP0X' },
    ] as IdentityChange[]
    expect([openChanges(analyst, 'S1', changes), openChanges(officer, 'S1', changes)]).toEqual([[], changes])
  })
})
