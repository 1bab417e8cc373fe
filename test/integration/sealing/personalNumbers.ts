import { directiveArgument } from '@hub/schema/contract/directiveArgument'
import { cnIdCheckCharacter } from '@hub/schema/identifiers/cnIdNumber'
import { type DocumentNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql'

type Row = Record<string, unknown>

/** Invented numbers of persons, each given once and known by where it was put. */
export class PersonalNumbers {
  private readonly places = new Map<string, string>()
  private given = 0

  /** A citizen id that passes its check; nobody was born in the place 410199. */
  citizenId(place: string): string {
    const first17 = `41019919700101${String(++this.given)
      .padStart(3, '0')
      .slice(-3)}`
    const dated = first17.slice(0, 6) + dayOf(this.given) + first17.slice(14)
    return this.keep(dated + cnIdCheckCharacter(dated), place)
  }

  /** A phone number of the block 199 4100. */
  phone(place: string): string {
    return this.keep(`1994${String(++this.given).padStart(7, '0')}`, place)
  }

  /** Where the numbers were put that can be read in these bytes. */
  readIn(bytes: Buffer): Set<string> {
    const found = new Set<string>()
    for (const [digits] of bytes.toString('latin1').matchAll(/\d{10,}[\dX]/g)) {
      for (const length of [11, 18]) {
        for (let from = 0; from + length <= digits.length; from++) {
          const place = this.places.get(digits.slice(from, from + length))
          if (place !== undefined) found.add(place)
        }
      }
    }
    return found
  }

  private keep(number: string, place: string): string {
    this.places.set(number, place)
    return number
  }
}

function dayOf(count: number): string {
  const day = new Date(Date.UTC(1960, 0, 1 + Math.floor(count / 1_000)))
  return day.toISOString().slice(0, 10).replaceAll('-', '')
}

/** A row with a number of a person in every field that the SDL masks as one, as far as the row has the field's place. */
export function withNumbers(row: Row, type: string, sdl: DocumentNode, numbers: PersonalNumbers): Row {
  const added: Row = { ...row }
  for (const field of fieldsOf(sdl, type)) {
    const name = field.name.value
    const mask = directiveArgument(field, 'disclosure', 'mask')
    if (mask === 'ID') added[name] = numbers.citizenId(`${type}.${name}`)
    else if (mask === 'PHONE') added[name] = numbers.phone(`${type}.${name}`)
    else if (row[name] !== undefined) added[name] = withinNumbers(row[name], namedType(field.type), sdl, numbers)
  }
  return added
}

function withinNumbers(value: unknown, type: string, sdl: DocumentNode, numbers: PersonalNumbers): unknown {
  if (Array.isArray(value)) return value.map((item) => withinNumbers(item, type, sdl, numbers))
  return typeof value === 'object' && value !== null ? withNumbers(value as Row, type, sdl, numbers) : value
}

function fieldsOf(sdl: DocumentNode, type: string): readonly FieldDefinitionNode[] {
  return sdl.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === type && type !== 'CreditRecord'
      ? (node.fields ?? []).filter((field) => !(field.arguments?.length || isRecord(sdl, namedType(field.type))))
      : [],
  )
}

/** Other records are no part of a row. */
function isRecord(sdl: DocumentNode, type: string): boolean {
  return sdl.definitions.some(
    (node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION &&
      node.name.value === type &&
      node.directives?.some(({ name }) => name.value === 'key'),
  )
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
