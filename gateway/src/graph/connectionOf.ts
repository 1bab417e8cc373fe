/** A page in the shape of the Relay cursor connections specification. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

export interface FoundPage<Node> {
  readonly nodes: readonly Node[]
  readonly cursors: readonly string[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** Makes a connection of a page and the cursors of its nodes. */
export function connectionOf<Node>({ nodes, cursors, ...pages }: FoundPage<Node>): Connection<Node> {
  const edges = nodes.map((node, index) => ({ node, cursor: cursors[index] ?? '' }))
  return {
    edges,
    nodes,
    pageInfo: { ...pages, startCursor: cursors[0] ?? null, endCursor: cursors.at(-1) ?? null },
  }
}
