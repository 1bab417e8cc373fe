import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache'
import type { DocumentNode } from 'graphql'

/** Of all documents kept, as JSON. Measured without locations: some 1,000 texts of 500 characters, which take 11 MB. */
const MOST_BYTES = 4 * 1024 * 1024

/** Keeps parsed and validated texts, those used last. Apollo Server's own goes up to 30 MiB, 115 MB of memory. */
export function documentStore(): InMemoryLRUCache<DocumentNode> {
  return new InMemoryLRUCache({ maxSize: MOST_BYTES })
}
