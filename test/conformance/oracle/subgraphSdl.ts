import {
  type FieldModel,
  keyFieldNames,
  MODES,
  namedType,
  type Participation,
  shapeText,
  type TypeModel,
  type World,
} from './worldModel.ts'

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@interfaceObject", "@inaccessible"])
scalar Blob
enum Mode { ${MODES.join(' ')} }
input Filter { text: String, size: Int = 2, modes: [Mode!], inner: Filter }`

function isKeyField(participation: Participation | undefined, field: FieldModel): boolean {
  return participation?.keys.some((key) => keyFieldNames(key).includes(field.name)) ?? false
}

function fieldDirectives(type: TypeModel, field: FieldModel, subgraph: string): string {
  if (type.kind === 'interface') return ''
  if (type.kind === 'value' || type.kind === 'receipt' || type.kind === 'split') return ' @shareable'
  const isKey = isKeyField(type.participants.get(subgraph), field)
  const owns = field.owners.includes(subgraph)
  return [
    field.externalIn.includes(subgraph) || field.providedIn.includes(subgraph) ? ' @external' : '',
    (field.owners.length > 1 || field.providedIn.length > 0) && owns && !isKey ? ' @shareable' : '',
    field.overriddenIn !== undefined && owns ? ` @override(from: "${field.overriddenIn}")` : '',
    field.requires !== undefined && owns ? ` @requires(fields: ${JSON.stringify(field.requires)})` : '',
    field.hidden && owns ? ' @inaccessible' : '',
    field.provides[subgraph] !== undefined ? ` @provides(fields: "${field.provides[subgraph]}")` : '',
  ].join('')
}

function fieldText(type: TypeModel, field: FieldModel, subgraph: string): string {
  const args = field.arguments.map(
    ({ name, type: typeText, defaultValue }) =>
      `${name}: ${typeText}${defaultValue === undefined ? '' : ` = ${defaultValue}`}`,
  )
  const shape = { ...field.shape, nonNull: field.shape.nonNull || (field.strictIn?.includes(subgraph) ?? false) }
  const head = `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}: ${shapeText(shape)}`
  return `  ${head}${fieldDirectives(type, field, subgraph)}`
}

/** Fields of a type that a subgraph writes down, its own and those it only mentions. */
export function declaredFields(type: TypeModel, subgraph: string): FieldModel[] {
  if (type.kind === 'value' || type.kind === 'receipt') return type.fields
  return type.fields.filter(({ owners, externalIn, providedIn, overriddenIn }) =>
    [...owners, ...externalIn, ...providedIn, overriddenIn].includes(subgraph),
  )
}

function typeHead(type: TypeModel, subgraph: string): string {
  const [home] = type.participants.keys()
  const participation = type.participants.get(subgraph)
  const keys = (participation?.keys ?? []).map(
    (key) => ` @key(fields: "${key}"${participation?.resolvable ? '' : ', resolvable: false'})`,
  )
  if (type.kind === 'entityInterface') {
    return home === subgraph
      ? `interface ${type.name}${keys.join('')}`
      : `type ${type.name} @interfaceObject${keys.join('')}`
  }
  const interfaces = type.implements.filter(({ subgraphs }) => subgraphs.includes(subgraph)).map(({ name }) => name)
  const keyword = type.kind === 'interface' ? 'interface' : 'type'
  return `${keyword} ${type.name}${interfaces.length > 0 ? ` implements ${interfaces.join(' & ')}` : ''}${keys.join('')}`
}

/** Names of all types a subgraph has to declare. */
function reachable(world: World, subgraph: string): Set<string> {
  const seen = new Set<string>()
  const open = ['Query', 'Mutation', ...world.types.filter((t) => t.participants.has(subgraph)).map((t) => t.name)]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const type = world.types.find((candidate) => candidate.name === name)
    const implementors = world.types.filter((t) =>
      t.implements.some((i) => i.name === name && i.subgraphs.includes(subgraph)),
    )
    open.push(
      ...(world.unions.find((union) => union.name === name)?.members.get(subgraph) ?? []),
      ...implementors.map((t) => t.name),
      ...(type ? declaredFields(type, subgraph).map((field) => namedType(field.shape)) : []),
    )
  }
  return seen
}

/** The schema one subgraph of the world serves. */
export function subgraphSdl(world: World, subgraph: string): string {
  const names = reachable(world, subgraph)
  const parts = [HEAD]
  for (const type of world.types.filter(({ name }) => names.has(name))) {
    const fields = declaredFields(type, subgraph).map((field) => fieldText(type, field, subgraph))
    if (fields.length > 0) parts.push(`${typeHead(type, subgraph)} {\n${fields.join('\n')}\n}`)
  }
  for (const union of world.unions.filter(({ name }) => names.has(name))) {
    parts.push(`union ${union.name} = ${(union.members.get(subgraph) ?? []).join(' | ')}`)
  }
  return `${parts.join('\n\n')}\n`
}
