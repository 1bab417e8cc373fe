import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { sensitive } from '../family/sensitive.ts'
import { importedFamily } from '../testing/sampleImport.ts'
import { assertSealed } from './assertSealed.ts'

const sdl = parse(`
  type ImportedNote {
    idNo: String @disclosure(level: INTERNAL, mask: ID)
    parties: [Party!]
    contact: Contact
    computed: String @disclosure(level: INTERNAL, mask: PHONE)
  }
  type Party { personName: String @disclosure(level: INTERNAL, mask: NAME) phone: String @disclosure(level: INTERNAL, mask: PHONE) }
  type Contact { phone: String @disclosure(level: INTERNAL, mask: PHONE) }
`)
const family = (definition: object) => [{ ...importedFamily, definition: definition as never }]

test('what the SDL masks as a number of a person must be sealed, in lists and nested values too; names and computed fields need not', () => {
  const sealed = {
    idNo: sensitive,
    parties: [{ personName: String, phone: sensitive }],
    contact: { type: { phone: sensitive } },
  }
  expect(() => assertSealed(family(sealed), sdl)).not.toThrow()
  const clear = { idNo: String, parties: [{ personName: String, phone: String }], contact: { type: { phone: String } } }
  expect(() => assertSealed(family(clear), sdl)).toThrow('ImportedNote.idNo, Party.phone, Contact.phone')
})
