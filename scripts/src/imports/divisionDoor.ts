import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { HubError } from '@hub/schema/errors/HubError'
import { importFailed, refusedWith } from './doorError.ts'

/** Where a division takes files in, and what opens it. */
export interface DivisionDoor {
  /** The division, without a path. */
  readonly divisionUrl: string
  /** The division's import key, as `id:secret`. */
  readonly key: string
}

/** One call at the door: a GET, or a POST of what the body brings. */
export interface DoorCall {
  /** Below `/imports`. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Readable
}

/**
 * Calls at a division's door; answers what it sends back, as it comes.
 * @throws HubError HUB_IMPORT_FAILED when it does not answer, HUB_IMPORT_KEY_INVALID for a key it does not know, the code
 * that the division gives when it refuses
 */
export async function atDoor(door: DivisionDoor, call: DoorCall): Promise<IncomingMessage> {
  const response = await sent(door, call).catch((error: unknown) => {
    throw importFailed(error instanceof Error ? error.message : String(error), error)
  })
  if (response.statusCode === 200) return response
  throw await refusal(response)
}

function sent({ divisionUrl, key }: DivisionDoor, { path, headers = {}, body }: DoorCall): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = divisionUrl.startsWith('https:') ? httpsRequest : httpRequest
    // HTTP Basic (RFC 7617).
    const options = { method: body === undefined ? 'GET' : 'POST', auth: key, headers }
    const outgoing = request(`${divisionUrl}/imports${path}`, options)
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
    if (body === undefined) {
      outgoing.end()
      return
    }
    body.once('error', (error) => outgoing.destroy(error))
    body.pipe(outgoing)
  })
}

async function refusal(response: IncomingMessage): Promise<HubError> {
  let text = ''
  for await (const chunk of response) text += chunk
  if (response.statusCode === 401) return new HubError('HUB_IMPORT_KEY_INVALID')
  return refusedWith(response.statusCode, text)
}
