import type { StaleAnswer } from '../divisions/divisionCall.ts'
import type { DataObject } from '../run/dataObject.ts'
import type { Lookup } from './lookup.ts'
import type { RepresentedType } from './representedSlots.ts'
import type { Leaves } from './seenEntities.ts'

/** An entity asked for by representation, with what is known of it. */
export interface Represented {
  readonly type: RepresentedType | undefined
  readonly leaves: Leaves | undefined
}

/** Puts together what can stand in for an answer, and says how old it is and whether it is all. */
export class StandIn {
  private readonly data: DataObject = {}
  private asOf = Number.POSITIVE_INFINITY
  private whole = true

  /** @param isUsable whether what was said at a time may still be told */
  constructor(private readonly isUsable: (at: number) => boolean) {}

  /** @param sources what is known of it, the first that knows a leaf being told */
  lookUp({ leaves, leavesOnly, responseName }: Lookup, sources: readonly (Leaves | undefined)[]): void {
    const entity = this.take(leaves, sources)
    this.whole &&= leavesOnly && leaves.every((name) => name in entity)
    if (Object.keys(entity).length > 0) this.data[responseName] = entity
  }

  /** Entities of which nothing is known stay undefined in the list. */
  represent(name: string, entities: readonly Represented[]): void {
    this.data[name] = entities.map(({ type, leaves }) => {
      const entity = type && leaves ? this.take(type.leaves, [leaves]) : {}
      this.whole &&= type?.leavesOnly === true && type.leaves.every((leaf) => leaf in entity)
      return Object.keys(entity).length > 0 ? entity : undefined
    })
  }

  /** Undefined when there is nothing. */
  answer(): StaleAnswer | undefined {
    const { data, asOf, whole } = this
    return asOf === Number.POSITIVE_INFINITY ? undefined : { data, asOf, whole }
  }

  private take(names: readonly string[], sources: readonly (Leaves | undefined)[]): DataObject {
    const entity: DataObject = {}
    for (const name of names) {
      const leaf = sources.map((leaves) => leaves?.get(name)).find((known) => known !== undefined)
      const [value, at] = leaf ?? [undefined, 0]
      if (value === undefined || !this.isUsable(at)) continue
      entity[name] = value
      this.asOf = Math.min(this.asOf, at)
    }
    return entity
  }
}
