import { type FieldNode, Kind, parse, type SelectionSetNode, valueFromASTUntyped } from 'graphql'
import { ANCHOR } from './entityKeys.ts'
import { hashText, Random } from './random.ts'
import {
  type FieldModel,
  MODES,
  mayNotKnow,
  possibleTypes,
  SCALARS,
  type TypeModel,
  type TypeShape,
  typeOf,
  type World,
} from './worldModel.ts'

/** One object of the world's data: which concrete type, which of its objects, and for a receipt its place in the order. */
export interface ObjectRef {
  readonly of: string
  readonly index: number
  readonly order?: number
}

/** What a field holds: leaves as JSON, objects as references, faults as errors that are to be thrown. */
export type FieldData = null | string | number | boolean | Error | ObjectRef | readonly FieldData[] | { blob: unknown }

const TEXTS = [
  '',
  'plain',
  'two words',
  '统一社会信用代码',
  'quote " and \\ backslash',
  'line\nbreak\ttab',
  '\u0007\u001f',
  '</script>',
  'emoji 🙂',
  'lone \u2028 separator',
  'half \ud83d a pair',
  '__typename',
  '{"a":1}',
] as const
const FLOATS = [0, 0.1, -2.5, 1e21, 1.5e-9, 123456789.125, 42] as const
const BLOBS = [
  {},
  [],
  { a: [1, null, { b: 'x' }] },
  'text',
  7,
  false,
  { __typename: 'Nothing', id: 1 },
  [[[]]],
] as const

/** Chance that a field of a key fails, in worlds where it may. */
const KEY_FAULT_RATE = 0.08

function leaf(random: Random, name: string): FieldData {
  if (name === 'Int') return random.between(-1000, 2147483647)
  if (name === 'Float') return random.pick(FLOATS)
  if (name === 'Boolean') return random.chance(0.5)
  if (name === 'Mode') return random.pick(MODES)
  if (name === 'Blob') return { blob: random.pick(BLOBS) }
  return random.chance(0.5) ? random.pick(TEXTS) : `${name}-${random.between(0, 99)}`
}

/** JSON with sorted keys, so that equal values have equal texts. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

export class WorldData {
  readonly #world: World
  readonly #fields = new Map<string, FieldModel>()
  readonly #selections = new Map<string, SelectionSetNode>()

  constructor(world: World) {
    this.#world = world
    for (const type of world.types)
      for (const field of type.fields) this.#fields.set(`${type.name}.${field.name}`, field)
  }

  /** The field of a concrete type; those of an interface object are in its interface. */
  field(typeName: string, fieldName: string): FieldModel {
    const own = this.#fields.get(`${typeName}.${fieldName}`)
    if (own) return own
    for (const { name } of typeOf(this.#world, typeName).implements) {
      const inherited = this.#fields.get(`${name}.${fieldName}`)
      if (inherited) return inherited
    }
    throw new Error(`no field ${typeName}.${fieldName}`)
  }

  /** What a field holds. `required` is what its `@requires` selected, wherever it came from. */
  value(object: ObjectRef, field: FieldModel, args: object, required: unknown): FieldData {
    const key = keyValue(object, field.name)
    if (key !== undefined) return this.#keyFails(object, field.name) ? new Error(`fault in key ${field.name}`) : key
    if (this.unknown(field.owners[0], object)) {
      return field.shape.nonNull ? new Error(`nothing known for ${field.name}`) : null
    }
    const place = `${this.#world.seed}|${object.of}|${object.index}|${field.name}|${canonicalText(args)}|${canonicalText(required)}`
    return this.#fill(new Random(hashText(place)), field, field.shape)
  }

  #keyFails({ of, index }: ObjectRef, name: string): boolean {
    const { hazard, seed } = this.#world
    return hazard === 'inputs' && new Random(hashText(`${seed}|key|${of}|${index}|${name}`)).chance(KEY_FAULT_RATE)
  }

  /** Whether the subgraph has no such entity, though others refer to it. */
  unknown(subgraph: string | undefined, { of, index }: ObjectRef): boolean {
    const type = this.#world.types.find(({ name }) => name === of)
    if (!type || subgraph === undefined || !mayNotKnow(this.#world, type, subgraph)) return false
    return new Random(hashText(`${this.#world.seed}|${subgraph}|${of}|${index}`)).chance(0.2)
  }

  #fill(random: Random, field: FieldModel, shape: TypeShape): FieldData {
    if (field.faults !== 'none' && random.chance(this.#world.faultRate)) {
      if (!shape.nonNull && (field.faults === 'nulls' || random.chance(0.5))) return null
      if (field.faults === 'all') return new Error(`fault in ${field.name}`)
    }
    if ('list' in shape) {
      return Array.from({ length: random.between(0, 3) }, () => this.#fill(random, field, shape.list))
    }
    if (SCALARS.some((scalar) => scalar === shape.named)) return leaf(random, shape.named)
    const { population } = this.#world
    const of = random.pick(this.#possible(field, shape.named))
    return { of, index: random.between(0, population - 1) }
  }

  /** Types all owners of the field know, so that it does not matter which of them is asked. */
  #possible(field: FieldModel, name: string): readonly string[] {
    const [first = '', ...rest] = field.owners
    const known = possibleTypes(this.#world, name, first)
    return known.filter((type) => rest.every((owner) => possibleTypes(this.#world, name, owner).includes(type)))
  }

  /** What `@requires` selects, as plain values, computed from the whole world. */
  required(object: ObjectRef, field: FieldModel): unknown {
    return field.requires === undefined ? undefined : this.#select(object, this.selection(field.requires))
  }

  selection(text: string): SelectionSetNode {
    let selection = this.#selections.get(text)
    if (!selection) {
      const [definition] = parse(`{ ${text} }`).definitions
      if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a selection: ${text}`)
      selection = definition.selectionSet
      this.#selections.set(text, selection)
    }
    return selection
  }

  #select(object: ObjectRef, selection: SelectionSetNode): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    for (const node of selectedFields(selection, object.of)) {
      const field = this.field(object.of, node.name.value)
      const value = this.value(object, field, this.argumentValues(field, node), this.required(object, field))
      result[node.name.value] = this.#plain(value, node)
    }
    return result
  }

  #plain(value: FieldData, node: FieldNode): unknown {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map((element) => this.#plain(element, node))
    if ('blob' in value) return value.blob
    if ('of' in value && node.selectionSet) return this.#select(value, node.selectionSet)
    throw new Error(`required field ${node.name.value} is at fault`)
  }

  /** Arguments of a requirement, with defaults, as graphql-js would hand them to a resolver. */
  argumentValues(field: FieldModel, node: FieldNode): Record<string, unknown> {
    const given = new Map(node.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]))
    const values: Record<string, unknown> = {}
    for (const { name, type, defaultValue } of field.arguments) {
      const literal = defaultValue?.replace(/^[A-Z]+$/, (word) => `"${word}"`)
      const value = given.has(name) ? given.get(name) : literal === undefined ? undefined : JSON.parse(literal)
      if (value === undefined) continue
      values[name] = type === 'Filter' && value !== null ? { size: 2, ...value } : value
    }
    return values
  }
}

/** The fields that a field set selects of an object; its type conditions are object types. */
export function selectedFields({ selections }: SelectionSetNode, typename: unknown): FieldNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node]
    if (node.kind !== Kind.INLINE_FRAGMENT) throw new Error('field sets have no named fragments')
    if (typeof typename !== 'string') throw new Error('an object of an abstract type does not say which it is')
    return node.typeCondition?.name.value === typename ? selectedFields(node.selectionSet, typename) : []
  })
}

/** The fields of keys tell type and index, in several ways; nothing for other fields. */
export function keyValue({ of, index, order }: ObjectRef, name: string): FieldData | undefined {
  if (of === 'Place') return name === 'zone' ? `zone-${index}` : name === 'number' ? index : undefined
  if (name === 'id') return `${of}-${index}`
  if (name === 'sku') return `sku:${of}:${index}`
  if (name === 'code') return index * 10
  if (name === 'place') return { of: 'Place', index }
  if (name === 'owner') return { of: ANCHOR, index }
  if (name === 'order') return order
  return undefined
}

/** Index of the object a representation means by one key field; NaN when it is not there. */
export function indexOfKey(name: string, value: unknown): number {
  if (name === 'id' || name === 'sku') return Number(String(value).split(/[-:]/).at(-1))
  if (name === 'code') return Number(value) / 10
  if (value === null || typeof value !== 'object') return Number.NaN
  if ('zone' in value) return Number(String(value.zone).split('-')[1])
  if ('number' in value) return Number(value.number)
  return 'id' in value ? indexOfKey('id', value.id) : Number.NaN
}

/** The concrete type a representation's id names, which matters behind an interface object. */
export function typeOfId(value: unknown, fallback: string, types: readonly TypeModel[]): string {
  const named = String(value).split('-')[0]
  return types.some((type) => type.name === named) && named !== undefined ? named : fallback
}
