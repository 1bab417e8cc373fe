import type { mongo } from 'mongoose'
import { databaseLimits } from '../../query/databaseLimits.ts'
import type { Condition } from '../../query/fieldFilter.ts'
import { afterPosition, decodeCursor, encodeCursor, type KeysetOrder, sortOf } from '../../query/keysetCursor.ts'
import { pageSize } from '../../query/listArguments.ts'
import type { ReadDeadline } from '../../query/readDeadline.ts'

/** Arguments of a list of the desk. */
export interface PageArguments {
  first?: number | null
  after?: string | null
}

/** What a list asks of a collection, sealed or not. */
export interface ListedCollection<Document> {
  find: (filter: never, options: mongo.FindOptions) => { toArray: () => Promise<Document[]> }
  countDocuments: (filter: never, options: mongo.CountDocumentsOptions) => Promise<number>
}

/** What a list of the desk is read from. */
export interface PageSource<Document extends { _id: string }, Shown> {
  collection: ListedCollection<Document>
  conditions: readonly Condition[]
  /** By an instant of the documents. */
  order: { path: keyof Document & string; direction: 'ASC' | 'DESC' }
  /** Makes the GraphQL nodes of a page's documents. */
  show: (documents: readonly Document[]) => Shown[]
}

/** One page of documents in the shape of the Relay cursor connections specification; counted only when it is selected. */
export async function documentPage<Document extends { _id: string }, Shown>(
  { collection, conditions, order, show }: PageSource<Document, Shown>,
  { first, after }: PageArguments,
  deadline: ReadDeadline,
) {
  const keyset: KeysetOrder = { ...order, tiedBy: '_id' }
  const size = pageSize(first)
  const following = after == null ? [] : [afterPosition(keyset, decodeCursor(keyset, after))]
  const found = (await collection
    .find(allOf([...conditions, ...following]) as never, {
      ...databaseLimits(deadline),
      sort: sortOf(keyset),
      limit: size + 1,
    })
    .toArray()) as Document[]
  const documents = found.slice(0, size)
  const nodes = show(documents)
  const cursors = documents.map((document) =>
    encodeCursor(keyset, { value: (document[order.path] ?? null) as Date | null, recordId: document._id }),
  )
  return {
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursors[index] })),
    pageInfo: {
      hasNextPage: found.length > size,
      hasPreviousPage: after != null,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
    totalCount: () => collection.countDocuments(allOf(conditions) as never, databaseLimits(deadline)),
  }
}

/** Conditions of which each must hold. */
export function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? {} : { $and: conditions }
}
