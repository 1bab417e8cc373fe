import { type DataObject, isDataObject } from '../run/dataObject.ts'
import type { EntityPlace } from './entityPlaces.ts'

/** Leaves of an entity: value, and when the division said it. */
export type Leaves = ReadonlyMap<string, readonly [value: unknown, at: number]>

type MutableLeaves = Map<string, readonly [value: unknown, at: number]>

/** What has been said of entities, wherever it was said, to be found by any of their identifiers. */
export class SeenEntities {
  private readonly byIdentity = new Map<string, MutableLeaves>()

  /** How many identifiers are known. */
  get size(): number {
    return this.byIdentity.size
  }

  find(type: string, identifier: string, value: string): Leaves | undefined {
    return this.byIdentity.get(identity(type, identifier, value))
  }

  /**
   * Adds what an answer says of the entities at a place.
   * @param data strings byte text
   * @param variables with which it was asked for, byte text too
   */
  addPlace(place: EntityPlace, data: unknown, at: number, variables?: DataObject): void {
    const { type, path, leaves, identifiers, representations } = place
    if (representations === undefined) {
      for (const entity of membersAt(data, path)) this.add(type, identifiers, said(entity, leaves, at))
      return
    }
    const [entities, named] = [membersOf(data, path[0]), membersOf(variables, representations)]
    entities.forEach((entity, position) => {
      const name = named[position]
      if (!isDataObject(entity) || !isDataObject(name) || name.__typename !== type) return
      const whole = Object.keys(name).length === NAMED_BY_ONE ? { ...entity, ...name } : entity
      this.add(type, identifiers, said(whole, [...leaves, ...identifiers], at))
    })
  }

  add(type: string, identifiers: readonly string[], said: Leaves): void {
    const own = identifiers.flatMap((name) => {
      const value = said.get(name)?.[0]
      return typeof value === 'string' ? [{ name, value, key: identity(type, name, value) }] : []
    })
    const known = own.map(({ key }) => this.byIdentity.get(key)).find((leaves) => leaves !== undefined)
    // Two that differ in any identifier are two, however old the one may be.
    const isSame = own.every(({ name, value }) => [undefined, null, value].includes(known?.get(name)?.[0] as string))
    const leaves = known !== undefined && isSame ? known : new Map()
    for (const [name, leaf] of said) if ((leaves.get(name)?.[1] ?? 0) <= leaf[1]) leaves.set(name, leaf)
    // By its type an entity is asked for elsewhere; it is known where nobody said it.
    const [[, at] = [type, 0]] = said.values()
    if (!leaves.has('__typename')) leaves.set('__typename', [type, at])
    for (const { key } of own) this.byIdentity.set(key, leaves)
  }
}

/** `__typename` and one key: one with more was asked for what is computed from the rest. */
const NAMED_BY_ONE = 2

function said(entity: DataObject, names: readonly string[], at: number): Leaves {
  return new Map(names.flatMap((name) => (entity[name] === undefined ? [] : [[name, [entity[name], at]]])))
}

function membersOf(value: unknown, name = ''): readonly unknown[] {
  const list = isDataObject(value) ? value[name] : undefined
  return Array.isArray(list) ? list : []
}

function identity(type: string, identifier: string, value: string): string {
  return `${type} ${identifier} ${value}`
}

function membersAt(value: unknown, path: readonly string[], depth = 0): DataObject[] {
  if (Array.isArray(value)) return value.flatMap((element) => membersAt(element, path, depth))
  if (!isDataObject(value)) return []
  const name = path[depth]
  return name === undefined ? [value] : membersAt(value[name], path, depth + 1)
}
