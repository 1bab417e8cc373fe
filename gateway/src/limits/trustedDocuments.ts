import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'

/** How a request says what it asks for. */
export interface AskedDocument {
  readonly query: string | undefined
  /** `sha256:` and the hash of the registered text in hexadecimal. */
  readonly documentId: string | undefined
}

/** The id of an operation: SHA-256 of its text, as the GraphQL over HTTP draft on persisted documents has it. */
export function documentId(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** Operations that were registered, by id; some roles may run no others. */
export class TrustedDocuments {
  private readonly texts: ReadonlyMap<string, string>
  private readonly known: ReadonlySet<string>

  constructor(
    texts: readonly string[] = [],
    private readonly boundRoles: ReadonlySet<Role> = new Set(),
  ) {
    this.texts = new Map(texts.map((text) => [documentId(text), text]))
    this.known = new Set(texts)
  }

  /**
   * The text that a request of a role asks for.
   * @throws HubError HUB_DOCUMENT_UNKNOWN, HUB_DOCUMENT_REQUIRED
   */
  textFor({ query, documentId: id }: AskedDocument, role: Role): string {
    const text = id === undefined ? query : this.texts.get(id)
    if (text === undefined) throw new HubError('HUB_DOCUMENT_UNKNOWN')
    if (this.boundRoles.has(role) && !this.known.has(text)) throw new HubError('HUB_DOCUMENT_REQUIRED')
    return text
  }
}

/** Texts of the operations registered in a folder; none when there is no such folder. */
export async function registeredOperations(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return Promise.all(
    names.filter((name) => name.endsWith('.graphql')).map((name) => readFile(join(folder, name), 'utf8')),
  )
}
