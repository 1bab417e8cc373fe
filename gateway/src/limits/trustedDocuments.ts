import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sectionsOfPurpose } from '@hub/schema/access/accessPurposes'
import type { Role } from '@hub/schema/access/callerClaims'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'

/** How a request says what it asks for. */
export interface AskedDocument {
  readonly query: string | undefined
  /** `sha256:` and the hash of the registered text in hexadecimal. */
  readonly documentId: string | undefined
}

/** An operation as it is registered: a file of GraphQL, and beside it one of JSON where there is more to say of it. */
export interface RegisteredOperation {
  readonly text: string
  /** What it is run for where neither credential nor request says so: a code of the catalogue of purposes. */
  readonly purpose?: string | undefined
}

/** The id of an operation: SHA-256 of its text, as the GraphQL over HTTP draft on persisted documents has it. */
export function documentId(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** Operations that were registered, by id; some roles may run no others. */
export class TrustedDocuments {
  private readonly texts: ReadonlyMap<string, string>
  private readonly known: ReadonlyMap<string, RegisteredOperation>

  constructor(
    operations: readonly RegisteredOperation[] = [],
    private readonly boundRoles: ReadonlySet<Role> = new Set(),
  ) {
    this.texts = new Map(operations.map(({ text }) => [documentId(text), text]))
    this.known = new Map(operations.map((operation) => [operation.text, operation]))
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

  /** The purpose that an operation is registered for, by its text. */
  purposeOf(text: string): string | undefined {
    return this.known.get(text)?.purpose
  }
}

const registration = z.strictObject({
  purpose: z.string().refine((code) => sectionsOfPurpose(code) !== undefined, '没有这个查询目的 / no such purpose'),
})

/**
 * The operations registered in a folder; none when there is no such folder.
 * @throws HubError HUB_SETTINGS_INVALID naming the file that says something else of an operation
 */
export async function registeredOperations(folder: string): Promise<RegisteredOperation[]> {
  const names: string[] = await readdir(folder).catch(() => [])
  const operations = names.filter((name) => name.endsWith('.graphql'))
  return Promise.all(
    operations.map(async (name) => {
      const beside = name.replace(/graphql$/, 'json')
      const text = await readFile(join(folder, name), 'utf8')
      return names.includes(beside) ? { text, ...(await readRegistration(join(folder, beside))) } : { text }
    }),
  )
}

async function readRegistration(file: string): Promise<z.output<typeof registration>> {
  try {
    return registration.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const fault = error instanceof z.ZodError ? z.prettifyError(error) : 'JSON'
    throw new HubError('HUB_SETTINGS_INVALID', `登记的操作有误 / wrong registration: ${basename(file)}: ${fault}`)
  }
}
