import type { IncomingMessage } from 'node:http'
import { isDataObject } from '../execution/run/dataObject.ts'
import { readBody } from './readBody.ts'
import { httpFault } from './requestRefusal.ts'

/** A GraphQL request as GraphQL over HTTP has it. */
export interface GraphqlParams {
  /** Undefined where a registered operation is named instead. */
  readonly query: string | undefined
  readonly documentId: string | undefined
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | undefined
  readonly extensions: Readonly<Record<string, unknown>> | undefined
}

function parsedJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw httpFault(400, `${what}不是有效的 JSON`)
  }
}

function checked(params: unknown): GraphqlParams {
  if (!isDataObject(params)) throw httpFault(400, '请求应为一个 JSON 对象')
  const { query, documentId, operationName, variables, extensions } = params
  if (documentId != null && typeof documentId !== 'string') throw httpFault(400, 'documentId 应为字符串')
  if (typeof query !== 'string' && (query != null || documentId == null))
    throw httpFault(400, '缺少 query，或其不是字符串')
  if (operationName != null && typeof operationName !== 'string') throw httpFault(400, 'operationName 应为字符串')
  if (variables != null && !isDataObject(variables)) throw httpFault(400, 'variables 应为 JSON 对象')
  if (extensions != null && !isDataObject(extensions)) throw httpFault(400, 'extensions 应为 JSON 对象')
  return {
    query: query ?? undefined,
    documentId: documentId ?? undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  }
}

function fromUrl(url: string): GraphqlParams {
  const { searchParams } = new URL(url, 'http://localhost')
  const json = (name: string): unknown => {
    const text = searchParams.get(name)
    return text === null || text === '' ? undefined : parsedJson(text, name)
  }
  return checked({
    query: searchParams.get('query') ?? undefined,
    documentId: searchParams.get('documentId'),
    operationName: searchParams.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  })
}

const NO_BODY = Buffer.alloc(0)

const JSON_TYPE = /^application\/json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i

/**
 * Reads what is asked for from the URL or the body of a request.
 * @param verifyBody sees the body before it is parsed, and throws when it may not be
 * @throws RequestRefusal when it is none of GraphQL over HTTP
 */
export async function graphqlParams(
  request: IncomingMessage,
  limitBytes: number,
  verifyBody: (body: Buffer) => void = () => undefined,
): Promise<GraphqlParams> {
  const { method, url = '/', headers } = request
  if (method === 'GET') {
    verifyBody(NO_BODY)
    return fromUrl(url)
  }
  if (method !== 'POST') throw httpFault(405, '请用 GET 或 POST', { headers: { allow: 'GET, POST' } })
  if (!JSON_TYPE.test(headers['content-type'] ?? '') || headers['content-encoding'] !== undefined)
    throw httpFault(415, '请求体应为未压缩的 application/json，UTF-8 编码')
  const body = await readBody(request, limitBytes)
  verifyBody(body)
  return checked(parsedJson(body.toString('utf8'), '请求体'))
}
