import type { ServerResponse } from 'node:http'
import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'

/** Answers with JSON that nobody may keep. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value)
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    .end(text)
}

/** Answers a request that threw, in the form of GraphQL errors; what we did not foresee goes to the log only. */
export function sendFailure(response: ServerResponse, error: unknown, logger: Logger): void {
  const foreseen = error instanceof HubError ? error : undefined
  if (foreseen === undefined) logger.error({ err: error }, 'a request failed')
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, ...extensions } = foreseen?.extensions ?? { code: 'INTERNAL_SERVER_ERROR' }
  const message = foreseen?.message ?? '枢纽内部错误'
  sendJson(response, typeof status === 'number' ? status : 500, { errors: [{ message, extensions }] })
}
