import { HubError } from '@hub/schema/errors/HubError'
import type { ConsoleFiles } from './consoleFiles.ts'
import type { Route } from './hubRoutes.ts'

/** Scripts, workers, fonts and answers come from the hub and nowhere else (decision 002 tells why styles may be inline). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Names under `/assets/` carry a hash of what they hold. */
const FOREVER = 'public, max-age=31536000, immutable'

/**
 * The console's files at `/`.
 * @throws HubError HUB_PATH_UNKNOWN for any other path or method
 */
export function consoleRoute(files: ConsoleFiles): Route {
  return ({ url = '/', method, headers }, response) => {
    const [path = '/'] = url.split('?', 1)
    const file = files.get(path === '/' ? '/index.html' : path)
    if (file === undefined || (method !== 'GET' && method !== 'HEAD')) {
      throw new HubError('HUB_PATH_UNKNOWN', undefined, { details: { status: 404 } })
    }
    const { type, etag, gzipped } = file
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY)
    response.setHeader('referrer-policy', 'no-referrer')
    response.setHeader('cache-control', path.startsWith('/assets/') ? FOREVER : 'no-cache')
    response.setHeader('vary', 'accept-encoding')
    response.setHeader('etag', etag)
    if (headers['if-none-match'] === etag) {
      response.writeHead(304).end()
      return
    }
    const compressed =
      gzipped !== undefined && /\bgzip\b/.test(String(headers['accept-encoding'])) ? gzipped : undefined
    const body = compressed ?? file.body
    if (compressed !== undefined) response.setHeader('content-encoding', 'gzip')
    response.writeHead(200, { 'content-type': type, 'content-length': body.length })
    response.end(method === 'HEAD' ? undefined : body)
  }
}
