import { ANCHOR } from './entityKeys.ts'
import { freshFieldName } from './fieldGenerator.ts'
import type { Random } from './random.ts'
import { type FieldModel, namedType, possibleTypes, SCALARS, type TypeModel, typeOf, type World } from './worldModel.ts'

const LITERALS: Record<string, readonly string[]> = {
  Int: ['1', '7'],
  String: ['"kilo"', '"a \\"b\\""'],
  'Boolean!': ['true', 'false'],
  Mode: ['ALPHA', 'GAMMA'],
  '[Int!]': ['[1, 2]', '[]'],
  '[Mode]': ['[ALPHA, null]'],
  Filter: ['{text: "t", size: 4}', '{modes: [GAMMA]}'],
  'ID!': ['"k1"'],
  Float: ['1.5'],
}

function isScalarField(field: FieldModel): boolean {
  return SCALARS.some((scalar) => scalar === namedType(field.shape))
}

function withArguments(random: Random, field: FieldModel): string {
  const given = field.arguments.filter(({ type, defaultValue }) => {
    const needed = type.endsWith('!') && defaultValue === undefined
    return needed || random.chance(0.7)
  })
  if (given.length === 0) return field.name
  return `${field.name}(${given.map(({ name, type }) => `${name}: ${random.pick(LITERALS[type] ?? ['null'])}`).join(', ')})`
}

/** The field as all types have it that share its data: the type's own and, for an interface, those that implement it. */
function sameField(world: World, type: TypeModel, { name }: FieldModel): FieldModel[] {
  const implementors = world.types.filter((other) => other.implements.some((face) => face.name === type.name))
  return [type, ...implementors].flatMap(({ fields }) => fields.filter((field) => field.name === name))
}

function calm(world: World, type: TypeModel, field: FieldModel): void {
  if (world.hazard === 'inputs') return
  for (const same of sameField(world, type, field)) if (same.faults === 'all') same.faults = 'nulls'
}

class RequirementWriter {
  constructor(
    private readonly random: Random,
    private readonly world: World,
    private readonly owner: string,
  ) {}

  /** Selection of a required field, or nothing when it is of no use; whatever it passes through is made calm. */
  field(type: TypeModel, field: FieldModel, depth = 0): string | undefined {
    const named = namedType(field.shape)
    const inner = isScalarField(field) ? '' : this.below(named, field, depth)
    if (inner === undefined) return undefined
    calm(this.world, type, field)
    const isForeign = type.kind === 'entity' || type.kind === 'entityInterface'
    if (isForeign && !field.owners.includes(this.owner) && !field.externalIn.includes(this.owner))
      field.externalIn.push(this.owner)
    return `${withArguments(this.random, field)}${inner}`
  }

  private below(named: string, field: FieldModel, depth: number): string | undefined {
    if (named === ANCHOR) return ' { id }'
    const { world, owner } = this
    const isUnion = world.unions.some(({ name }) => name === named)
    const target = world.types.find(({ name }) => name === named)
    if (depth > 1 || (target?.kind === 'interface' && !target.participants.has(owner))) return undefined
    if (target?.kind === 'value' || target?.kind === 'entity') return this.selected(this.fields(target, depth))
    if (!isUnion && target?.kind !== 'interface') return undefined
    const known = field.owners.map((subgraph) => possibleTypes(world, named, subgraph))
    const members = possibleTypes(world, named, owner).filter((name) => known.every((types) => types.includes(name)))
    const fragments = this.random.sample(members, 2).map((name) => {
      const inner = this.selected(this.fields(typeOf(world, name), depth))
      return inner && `... on ${name}${inner}`
    })
    // Any other member may stand there too, and lose the whole value by a fault.
    for (const name of new Set(known.flat())) this.calmAll(typeOf(world, name))
    return this.selected(fragments)
  }

  private selected(parts: readonly (string | undefined)[]): string | undefined {
    const found = parts.filter((part) => part !== undefined)
    return found.length > 0 ? ` { ${found.join(' ')} }` : undefined
  }

  private fields(type: TypeModel, depth: number): (string | undefined)[] {
    const usable = type.fields.filter((field) => this.isUsable(field) && (depth === 0 || isScalarField(field)))
    // A fault in any field of the value could take the whole value out of the representation.
    this.calmAll(type)
    return this.random.sample(usable, this.random.between(1, 2)).map((field) => this.field(type, field, depth + 1))
  }

  private calmAll(type: TypeModel): void {
    for (const field of type.fields) calm(this.world, type, field)
  }

  isUsable({ overriddenIn, providedIn, requires }: FieldModel): boolean {
    return overriddenIn !== this.owner && requires === undefined && !providedIn.includes(this.owner)
  }
}

/** A field of one subgraph that is computed from fields of others. */
export function addRequiringField(random: Random, world: World, type: TypeModel): void {
  // The home of an entity interface has it as an interface, whose fields are not computed.
  const [owner, participation] = random.pick([...type.participants].slice(type.kind === 'entityInterface' ? 1 : 0))
  const writer = new RequirementWriter(random, world, owner)
  const others = type.fields.filter(
    (field) =>
      !field.owners.includes(owner) &&
      !field.externalIn.includes(owner) &&
      (writer.isUsable(field) || (field.requires !== undefined && isScalarField(field))),
  )
  if (!participation.resolvable || others.length === 0) return
  const parts = random.sample(others, random.between(1, 2)).map((field) => writer.field(type, field))
  const requires = parts.filter((part) => part !== undefined).join(' ')
  if (requires === '') return
  type.fields.push({
    // Those that implement an interface have names of their own.
    name: type.kind === 'entityInterface' ? 'computed' : freshFieldName(random, type),
    shape: { named: random.pick(['String', 'Int', 'Blob']), nonNull: random.chance(0.3) },
    arguments: random.chance(0.2) ? [{ name: 'n', type: 'Int', defaultValue: '3' }] : [],
    owners: [owner],
    requires,
    externalIn: [],
    providedIn: [],
    provides: {},
    faults: type.calm ? 'none' : 'all',
  })
}

/** Whether a reference in a subgraph may carry the field along: it is only another's, and the same wherever it is asked. */
function mayBeProvided(field: FieldModel, owner: string): boolean {
  return (
    !field.owners.includes(owner) &&
    field.overriddenIn === undefined &&
    field.requires === undefined &&
    field.arguments.length === 0 &&
    !field.externalIn.includes(owner) &&
    !field.providedIn.includes(owner)
  )
}

/** A field set of an entity's scalars and of scalars of entities it leads to; undefined when there is nothing to provide. */
function providedSet(random: Random, world: World, target: TypeModel, owner: string, depth = 0): string | undefined {
  if (target.kind !== 'entity' || !target.participants.has(owner)) return undefined
  const parts = random
    .sample(
      target.fields.filter((field) => mayBeProvided(field, owner)),
      random.between(1, 2),
    )
    .flatMap((field) => {
      const below = isScalarField(field) ? undefined : world.types.find(({ name }) => name === namedType(field.shape))
      const inner = below && depth === 0 ? providedSet(random, world, below, owner, 1) : undefined
      if (!isScalarField(field) && inner === undefined) return []
      field.providedIn.push(owner)
      return [inner === undefined ? field.name : `${field.name} { ${inner} }`]
    })
  return parts.length > 0 ? parts.join(' ') : undefined
}

const providedOf = (name: string, set: string | undefined): string[] => (set ? [`... on ${name} { ${set} }`] : [])

/** Lets a reference carry along fields of the entity it leads to. */
export function addProvides(random: Random, world: World, field: FieldModel): void {
  const named = namedType(field.shape)
  const [owner] = field.owners
  if (isScalarField(field) || owner === undefined || field.owners.length > 1) return
  const target = world.types.find((type) => type.name === named)
  const provided =
    target?.kind === 'entity'
      ? providedSet(random, world, target, owner)
      : random
          .sample(possibleTypes(world, named, owner), 2)
          .flatMap((name) => providedOf(name, providedSet(random, world, typeOf(world, name), owner)))
          .join(' ')
  if (provided) field.provides[owner] = provided
}

/** Hides fields of entities from clients; none that an interface has, and never all. */
export function hideFields(random: Random, world: World, type: TypeModel): void {
  const seen = new Set(type.implements.flatMap(({ name }) => typeOf(world, name).fields.map((field) => field.name)))
  for (const field of type.fields.slice(1)) {
    if (!seen.has(field.name) && random.chance(0.1)) field.hidden = true
  }
}
