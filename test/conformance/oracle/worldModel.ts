/** A type with its wrappers: `[[Int!]]!`. */
export type TypeShape =
  | { readonly named: string; readonly nonNull: boolean }
  | { readonly list: TypeShape; readonly nonNull: boolean }

export interface ArgumentModel {
  readonly name: string
  /** SDL: `[Mode!]`. */
  readonly type: string
  /** Literal of SDL. */
  readonly defaultValue?: string
}

/** What may go wrong in a field: nothing, nulls where the type allows them, or thrown errors too. */
export type Faults = 'none' | 'nulls' | 'all'

/** A field of the merged schema, and which subgraph has which part in it. */
export interface FieldModel {
  readonly name: string
  readonly shape: TypeShape
  readonly arguments: readonly ArgumentModel[]
  /** Subgraphs that answer it; more than one = `@shareable`. */
  owners: string[]
  /** Subgraph that declares it still, though its owner took it over with `@override`. */
  readonly overriddenIn?: string
  /** Selection of `@requires`. */
  readonly requires?: string
  /** Subgraphs that declare it `@external` because a field of theirs requires it. */
  readonly externalIn: string[]
  /** Subgraphs that promise a value though the merged schema, as others do not, allows null. */
  readonly strictIn?: readonly string[]
  /** Subgraphs that declare it `@external` because a reference of theirs provides it. */
  readonly providedIn: string[]
  /** Selection of `@provides`, by subgraph. */
  readonly provides: Record<string, string>
  faults: Faults
  /** `@inaccessible`: clients do not see it, though it may be required or be part of a key. */
  hidden?: boolean
}

/** How an entity stands in one subgraph. */
export interface Participation {
  readonly keys: string[]
  resolvable: boolean
}

/** A `split` is a value whose fields are spread over subgraphs; a `receipt` is what mutations return. */
export type TypeKind = 'root' | 'entity' | 'value' | 'split' | 'receipt' | 'interface' | 'entityInterface'

export interface TypeModel {
  readonly kind: TypeKind
  readonly name: string
  readonly fields: FieldModel[]
  /** Entities: by subgraph. Interfaces: subgraphs that define them. `entityInterface`: others than its home say `@interfaceObject`. */
  readonly participants: Map<string, Participation>
  /** Interfaces this type implements, with the subgraphs where it does. */
  readonly implements: { readonly name: string; readonly subgraphs: readonly string[] }[]
  /** Chance of a fault is kept from its non-null fields, because keys or requirements pass through it. */
  readonly calm: boolean
}

export interface UnionModel {
  readonly name: string
  /** By subgraph; a uniform union has the same everywhere. */
  readonly members: Map<string, readonly string[]>
  readonly uniform: boolean
}

/**
 * What may go wrong where the client does not look, so that plain graphql-js cannot know of it: fields of keys and what
 * `@requires` passes through, looking up entities, or whole requests to a subgraph.
 */
export type Hazard = 'none' | 'inputs' | 'references' | 'outages'

/** Everything a federated schema, its subgraphs and its data are made from. */
export interface World {
  readonly seed: number
  readonly subgraphs: readonly string[]
  readonly types: TypeModel[]
  readonly unions: UnionModel[]
  /** Entities there are of each type. */
  readonly population: number
  /** Chance that a field with faults has one. */
  readonly faultRate: number
  readonly hazard: Hazard
}

export const SCALARS = ['String', 'Int', 'Float', 'Boolean', 'ID', 'Blob', 'Mode'] as const
export const MODES = ['ALPHA', 'BETA', 'GAMMA'] as const

export function namedType(shape: TypeShape): string {
  return 'named' in shape ? shape.named : namedType(shape.list)
}

export function shapeText(shape: TypeShape): string {
  const inner = 'named' in shape ? shape.named : `[${shapeText(shape.list)}]`
  return shape.nonNull ? `${inner}!` : inner
}

export function typeOf(world: World, name: string): TypeModel {
  const type = world.types.find((candidate) => candidate.name === name)
  if (!type) throw new Error(`no type ${name} in this world`)
  return type
}

/** Names of the fields at the top of a key's selection: `id place` for `id place { zone }`. */
export function keyFieldNames(key: string): string[] {
  return key
    .replace(/\{[^}]*\}/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
}

/** Object types an abstract or object type may turn out to be in one subgraph. */
export function possibleTypes(world: World, name: string, subgraph: string): readonly string[] {
  const union = world.unions.find((candidate) => candidate.name === name)
  if (union) return union.members.get(subgraph) ?? []
  const type = typeOf(world, name)
  if (type.kind === 'interface') {
    return world.types
      .filter((t) => t.kind !== 'interface')
      .filter((t) => t.implements.some((i) => i.name === name && i.subgraphs.includes(subgraph)))
      .map((t) => t.name)
  }
  if (type.kind !== 'entityInterface') return [name]
  return world.types.filter((t) => t.implements.some((i) => i.name === name)).map((t) => t.name)
}

/**
 * Whether a subgraph does not know an entity that others refer to. Only asked of subgraphs through which no way leads
 * on (one key, no field of another's), so that what is unknown there is null wherever one comes from.
 */
export function mayNotKnow(world: World, type: TypeModel, subgraph: string): boolean {
  const participation = type.participants.get(subgraph)
  const [home] = type.participants.keys()
  if (type.kind !== 'entity' || type.calm || !participation?.resolvable || subgraph === home) return false
  if (world.faultRate === 0 || participation.keys.length > 1) return false
  const keys = new Set(participation.keys.flatMap(keyFieldNames))
  const own = type.fields.filter(({ name, owners }) => owners.includes(subgraph) && !keys.has(name))
  // Beneath an entity that is a key there is more to ask, and a gateway may ask it of the one who does not know the owner.
  const isEntity = (name: string): boolean => world.types.find((other) => other.name === name)?.kind === 'entity'
  if (type.fields.some(({ name, shape }) => keys.has(name) && isEntity(namedType(shape)))) return false
  const inputs = world.types.flatMap(({ fields }) => fields.flatMap((field) => field.requires ?? []))
  const isInput = ({ name, externalIn }: FieldModel): boolean =>
    externalIn.length > 0 || inputs.some((text) => text.includes(name))
  const required = own.some((field) => field.shape.nonNull && isInput(field))
  return !required && own.every(({ owners, providedIn }) => owners.length === 1 && providedIn.length === 0)
}
