import type { IncomingMessage } from 'node:http'
import { isDataObject } from '../execution/run/dataObject.ts'

/** A GraphQL request as GraphQL over HTTP has it. */
export interface GraphqlParams {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | undefined
}

/** The request does not get as far as GraphQL. */
export class HttpFault extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
  }
}

function jsonParam(text: string | null, name: string): unknown {
  if (text === null || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpFault(400, `"${name}" is not valid JSON.`)
  }
}

function checked(params: unknown): GraphqlParams {
  if (!isDataObject(params)) throw new HttpFault(400, 'The request is not a JSON object.')
  const { query, operationName, variables, extensions } = params
  if (typeof query !== 'string') throw new HttpFault(400, '"query" is missing or not a string.')
  if (operationName != null && typeof operationName !== 'string')
    throw new HttpFault(400, '"operationName" is not a string.')
  if (variables != null && !isDataObject(variables)) throw new HttpFault(400, '"variables" is not an object.')
  if (extensions != null && !isDataObject(extensions)) throw new HttpFault(400, '"extensions" is not an object.')
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined }
}

function fromUrl(url: string): GraphqlParams {
  const { searchParams } = new URL(url, 'http://localhost')
  return checked({
    query: searchParams.get('query') ?? undefined,
    operationName: searchParams.get('operationName'),
    variables: jsonParam(searchParams.get('variables'), 'variables'),
    extensions: jsonParam(searchParams.get('extensions'), 'extensions'),
  })
}

function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limitBytes) chunks.push(chunk)
      else reject(new HttpFault(413, `The body is larger than ${limitBytes} bytes.`, { connection: 'close' }))
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', reject)
  })
}

const JSON_BODY = /^application\/json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i

/** @throws HttpFault when the request is none of GraphQL over HTTP */
export async function graphqlParams(request: IncomingMessage, limitBytes: number): Promise<GraphqlParams> {
  const { method, url = '/', headers } = request
  if (method === 'GET') return fromUrl(url)
  if (method !== 'POST') throw new HttpFault(405, 'Use GET or POST.', { allow: 'GET, POST' })
  if (!JSON_BODY.test(headers['content-type'] ?? '')) throw new HttpFault(415, 'Send application/json in UTF-8.')
  const text = await readBody(request, limitBytes)
  try {
    return checked(JSON.parse(text))
  } catch (error) {
    throw error instanceof HttpFault ? error : new HttpFault(400, 'The body is not valid JSON.')
  }
}
