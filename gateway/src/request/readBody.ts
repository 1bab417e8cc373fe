import type { IncomingMessage } from 'node:http'
import { httpFault } from './requestRefusal.ts'

/** Reads a request's body to its end. @throws RequestRefusal HUB_BODY_TOO_LARGE as soon as it is that */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (bytes: number): void => {
      size += bytes
      if (size <= limitBytes) return
      const headers = { connection: 'close' }
      reject(httpFault(413, `请求体超过 ${limitBytes} 字节`, { code: 'HUB_BODY_TOO_LARGE', headers }))
    }
    if (Number(request.headers['content-length']) > limitBytes) take(limitBytes + 1)
    request.on('data', (chunk: Buffer) => {
      take(chunk.length)
      if (size <= limitBytes) chunks.push(chunk)
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
  })
}
