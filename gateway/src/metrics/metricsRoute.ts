import type { Registry } from 'prom-client'
import type { Route } from '../http/hubRoutes.ts'

/** `/metrics`: Prometheus's text format. */
export function metricsRoute(registry: Registry): Route {
  return async (_, response) => {
    const text = await registry.metrics()
    response.writeHead(200, {
      'content-type': registry.contentType,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    response.end(text)
  }
}
