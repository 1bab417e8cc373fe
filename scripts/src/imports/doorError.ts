import { errorCatalogue } from '@hub/schema/errors/errorCatalogue'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'

/** What a division says of an import that it refuses or gives up. */
export const toldFault = z.object({ code: z.string().optional(), message: z.string() })

const isCatalogued = (code: string): code is keyof typeof errorCatalogue => Object.hasOwn(errorCatalogue, code)

/** HUB_IMPORT_FAILED, whose remedy is to see that the hub runs: only for what has no code of its own. */
export function importFailed(reason: string, cause?: unknown): HubError {
  const options = cause instanceof Error ? { cause } : {}
  return new HubError('HUB_IMPORT_FAILED', `导入未完成 / the import did not finish: ${reason}`, options)
}

/** A division's fault under its own code, so that its own remedy is shown. */
export function doorError({ code, message }: z.infer<typeof toldFault>): HubError {
  if (code === undefined) return importFailed(message)
  return isCatalogued(code) ? new HubError(code, message) : importFailed(`${code}: ${message}`)
}

/** The error of an answer that is no 200, by its body. */
export function refusedWith(status: number | undefined, body: string): HubError {
  const told = z.object({ error: toldFault }).safeParse(parsed(body))
  return told.success ? doorError(told.data.error) : importFailed(`HTTP ${status} ${body.slice(0, 500)}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
