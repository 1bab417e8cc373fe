import { type FieldModel, namedType, type Participation, type TypeModel, type World } from './worldModel.ts'

function without(list: readonly string[], gone: string): string[] {
  return list.filter((entry) => entry !== gone)
}

function copyField(field: FieldModel): FieldModel {
  return { ...field, owners: [...field.owners], provides: { ...field.provides } }
}

/** Drops marks that lost their reason, so that composition does not refuse the smaller world for them. */
function settled(world: World): World {
  const names = new Set([...world.types, ...world.unions].map(({ name }) => name))
  const isBuiltIn = (name: string): boolean =>
    !/^(Entity|Value|Split|Face|Union|Media|Asset|Anchor|Place|Receipt)/.test(name)
  const types = world.types.map((type) => {
    const fields = type.fields.filter(({ shape }) => names.has(namedType(shape)) || isBuiltIn(namedType(shape)))
    const required = (name: string, subgraph: string): boolean =>
      fields.some(({ owners, requires }) => owners.includes(subgraph) && requires?.match(new RegExp(`\\b${name}\\b`)))
    return {
      ...type,
      implements: type.implements.filter(({ name }) => names.has(name)),
      fields: fields.map((field) => ({
        ...field,
        externalIn: field.externalIn.filter((subgraph) => required(field.name, subgraph)),
        providedIn: field.providedIn.filter((subgraph) =>
          world.types.some((t) => t.fields.some((f) => f.provides[subgraph]?.split(' ').includes(field.name))),
        ),
      })),
    }
  })
  return { ...world, types: types.filter(({ kind, fields }) => kind === 'root' || fields.length > 0) }
}

function withType(world: World, changed: TypeModel): World {
  return settled({ ...world, types: world.types.map((type) => (type.name === changed.name ? changed : type)) })
}

function withoutParticipant(type: TypeModel, subgraph: string): TypeModel {
  const participants = new Map([...type.participants].filter(([name]) => name !== subgraph))
  const fields = type.fields
    .map((field) => ({
      ...copyField(field),
      owners: without(field.owners, subgraph),
      externalIn: without(field.externalIn, subgraph),
      providedIn: without(field.providedIn, subgraph),
    }))
    .filter(({ owners }) => owners.length > 0 || type.kind === 'value')
  return { ...type, participants, fields }
}

function withoutKey(type: TypeModel, subgraph: string, key: string): TypeModel {
  const participation = type.participants.get(subgraph)
  if (!participation || participation.keys.length < 2) return type
  const fewer: Participation = { ...participation, keys: without(participation.keys, key) }
  return { ...type, participants: new Map([...type.participants, [subgraph, fewer]]) }
}

/** A world without one subgraph. */
function withoutSubgraph(world: World, subgraph: string): World {
  const types = world.types.map((type) => withoutParticipant(type, subgraph))
  return settled({ ...world, subgraphs: without(world.subgraphs, subgraph), types })
}

/** All worlds that are one step smaller, the big steps first. */
export function* smallerWorlds(world: World): Generator<World> {
  for (const subgraph of world.subgraphs) yield withoutSubgraph(world, subgraph)
  for (const type of world.types) yield settled({ ...world, types: world.types.filter((other) => other !== type) })
  for (const union of world.unions) yield settled({ ...world, unions: world.unions.filter((other) => other !== union) })
  for (const type of world.types) {
    for (const subgraph of type.participants.keys()) yield withType(world, withoutParticipant(type, subgraph))
    for (const field of type.fields) {
      yield withType(world, { ...type, fields: type.fields.filter((other) => other !== field) })
    }
    for (const [subgraph, { keys }] of type.participants) {
      for (const key of keys) if (keys.length > 1) yield withType(world, withoutKey(type, subgraph, key))
    }
    for (const face of type.implements) {
      yield withType(world, { ...type, implements: type.implements.filter((other) => other !== face) })
    }
    for (const field of type.fields) {
      if (field.requires === undefined && field.arguments.length > 0) {
        const plain = { ...field, arguments: [] }
        yield withType(world, { ...type, fields: type.fields.map((other) => (other === field ? plain : other)) })
      }
    }
  }
}
