import type { IncomingMessage } from 'node:http'
import { HubError } from '@hub/schema/errors/HubError'

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

function tooLarge(limitBytes: number): HubError {
  return new HubError('HUB_BODY_TOO_LARGE', `请求体超过 ${limitBytes} 字节`, { details: { status: 413, limitBytes } })
}

async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > limitBytes) throw tooLarge(limitBytes)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limitBytes) throw tooLarge(limitBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * The JSON body of a request; undefined when it is of another kind or compressed, which Apollo Server refuses by name.
 * @throws HubError HUB_BODY_TOO_LARGE, or BAD_USER_INPUT when it is no JSON
 */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers
  if (!JSON_TYPE.test(type) || encoding !== undefined) return undefined
  const body = await readBody(request, limitBytes)
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new HubError('BAD_USER_INPUT', '请求体不是有效的 JSON', { details: { status: 400 } })
  }
}
