import type { DataPath, PathPart, Sameness } from '../plan/dataPath.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'

type Holder = DataObject | unknown[]

/** What has been gathered in a run. */
export class GatheredObjects {
  private readonly lists: (DataObject[] | undefined)[] = []
  private readonly grown = new Set<number>()
  /** Whether an object has been put in the place of an equal one, and so stands at several places. */
  shared = false

  /** The objects at a path, by its index; undefined when they are to be looked for. */
  at(path: number): DataObject[] | undefined {
    return this.lists[path]
  }

  keep(path: number, objects: DataObject[]): void {
    this.lists[path] = objects
  }

  /** There may be more objects at a path now. */
  grow(path: number): void {
    if (this.lists[path] === undefined) return
    this.lists[path] = undefined
    this.grown.add(path)
  }

  /** Objects found before may be waiting for an answer already, so nothing may take their place any more. */
  mayReplace(path: number): boolean {
    return !this.grown.has(path)
  }
}

/** Collects the objects at the end of a path; an entity that is met again is replaced by the object met first. */
class Gathering {
  readonly found: DataObject[] = []
  replaced = false
  private readonly firsts = new Map<string, DataObject>()
  /** For each object met, what stands in its place. */
  private readonly kept = new Map<DataObject, DataObject>()

  constructor(
    private readonly rest: readonly PathPart[],
    private readonly sameness: Sameness | undefined,
  ) {}

  visit(value: unknown, position: number, holder: Holder, key: string | number): void {
    if (typeof value !== 'object' || value === null || value instanceof FieldFailure) return
    if (position === this.rest.length) {
      if (isDataObject(value)) this.accept(value, holder, key)
      return
    }
    const part = this.rest[position]
    if (part === '@') {
      if (Array.isArray(value))
        for (let index = 0; index < value.length; index += 1) this.visit(value[index], position + 1, value, index)
    } else if (!isDataObject(value)) return
    else if (typeof part === 'string') this.visit(value[part], position + 1, value, part)
    else if (part !== undefined && isOneOf(value, part)) this.visit(value, position + 1, holder, key)
  }

  private accept(object: DataObject, holder: Holder, key: string | number): void {
    const kept = this.kept.get(object) ?? this.firstEqual(object)
    this.kept.set(object, kept)
    if (kept === object) return
    ;(holder as DataObject)[key] = kept
    this.replaced = true
  }

  /** The object met first that is the same entity and equal; the object itself when there is none before it. */
  private firstEqual(object: DataObject): DataObject {
    const representation = this.sameness?.representation.write(object)
    if (typeof representation === 'string') {
      const first = this.firsts.get(representation)
      if (first !== undefined && this.isSame(first, object)) return first
      if (first === undefined) this.firsts.set(representation, object)
    }
    this.found.push(object)
    return object
  }

  private isSame(first: DataObject, object: DataObject): boolean {
    for (const name of this.sameness?.others ?? []) if (first[name] !== object[name]) return false
    return true
  }
}

/** An object of which no type is told is not passed over: it is of the only type that was asked for. */
function isOneOf({ __typename: typename }: DataObject, types: ReadonlySet<string>): boolean {
  return typeof typename !== 'string' || types.has(typename)
}

/**
 * The objects at a path of the data, each once. Equal objects of one entity become one object, so that what is fetched
 * for it is merged once and written once.
 */
export function gatherObjects(root: DataObject, path: DataPath, gathered: GatheredObjects): DataObject[] {
  const before = gathered.at(path.index)
  if (before !== undefined) return before
  const starts = path.above === undefined ? [root] : gatherObjects(root, path.above, gathered)
  const gathering = new Gathering(path.rest, gathered.mayReplace(path.index) ? path.sameness : undefined)
  for (const start of starts) gathering.visit(start, 0, start, '')
  gathered.keep(path.index, gathering.found)
  if (gathering.replaced) gathered.shared = true
  return gathering.found
}
