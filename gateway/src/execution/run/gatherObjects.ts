import type { DataPath, PathPart, Sameness } from '../plan/dataPath.ts'
import { type DataObject, isDataObject } from './dataObject.ts'
import { FieldFailure } from './fieldFailure.ts'
import type { RepresentationBatch } from './representationBatch.ts'

type Holder = DataObject | unknown[]

/** Representations of gathered objects. */
export interface GatheredNames {
  /** For each object; undefined where there is none. */
  readonly texts: readonly (string | undefined)[]
  /** Whether each has one, and no two the same. */
  readonly distinct: boolean
}

/** What has been gathered in a run. */
export class GatheredObjects {
  private readonly lists: (DataObject[] | undefined)[] = []
  private readonly names: (GatheredNames | undefined)[] = []
  private readonly grown = new Set<number>()
  /** Batches of the present data, by what they were collected for. */
  readonly batches = new Map<number, RepresentationBatch>()
  /** Whether objects may stand at several places. */
  shared = false

  /** The objects at a path, by its index; undefined when they are to be looked for. */
  at(path: number): DataObject[] | undefined {
    return this.lists[path]
  }

  /** Representations of the objects at a path, where they have been written since the data changed. */
  namesAt(path: number | undefined): GatheredNames | undefined {
    return path === undefined ? undefined : this.names[path]
  }

  keep(path: number, objects: DataObject[], names: GatheredNames): void {
    this.lists[path] = objects
    this.names[path] = names
  }

  /** What is written of objects may not be what would be written now. */
  changed(): void {
    this.names.length = 0
    this.batches.clear()
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
  /** Representations of what was found, where there is one. */
  readonly texts: (string | undefined)[] = []
  distinct = true
  replaced = false
  private readonly firsts = new Map<string, DataObject>()
  /** For each object met, what stands in its place. */
  private readonly kept = new Map<DataObject, DataObject>()

  /** @param shared whether an object may be met at several places */
  constructor(
    private readonly rest: readonly PathPart[],
    private readonly sameness: Sameness | undefined,
    private readonly shared: boolean,
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
    const kept = this.shared ? this.keptFor(object) : this.firstEqual(object)
    if (kept === object) return
    ;(holder as DataObject)[key] = kept
    this.replaced = true
  }

  private keptFor(object: DataObject): DataObject {
    const kept = this.kept.get(object) ?? this.firstEqual(object)
    this.kept.set(object, kept)
    return kept
  }

  /** The object met first that is the same entity and equal; the object itself when there is none before it. */
  private firstEqual(object: DataObject): DataObject {
    const written = this.sameness?.representation.write(object)
    const representation = typeof written === 'string' ? written : undefined
    if (representation !== undefined) {
      const first = this.firsts.get(representation)
      if (first !== undefined && this.isSame(first, object)) return first
      if (first === undefined) this.firsts.set(representation, object)
      else this.distinct = false
    } else this.distinct = false
    this.found.push(object)
    this.texts.push(representation)
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
  const sameness = gathered.mayReplace(path.index) ? path.sameness : undefined
  const gathering = new Gathering(path.rest, sameness, gathered.shared)
  for (const start of starts) gathering.visit(start, 0, start, '')
  gathered.keep(path.index, gathering.found, gathering)
  if (gathering.replaced) gathered.shared = true
  return gathering.found
}
