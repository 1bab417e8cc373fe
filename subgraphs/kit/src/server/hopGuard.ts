import { TLSSocket } from 'node:tls'
import type { HopKey } from '@hub/schema/access/hop/hopKeys'
import { HopRefused } from '@hub/schema/access/hop/hopRefused'
import { HopVerifier, type SignedHead, type VerifiedHead } from '@hub/schema/access/hop/hopVerifier'
import type { SharedNonces } from '@hub/schema/access/hop/sharedNonces'
import { HubError } from '@hub/schema/errors/HubError'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { importKey } from './importKey.ts'
import type { ImportKey } from './providerKeys.ts'
import { RefusalLog } from './refusalLog.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whom a route answers; where nothing is said, the hub alone. */
    admits?: 'anyone' | 'importers'
    /** The family that a route for importers is about. */
    family?: string
  }
  interface FastifyRequest {
    /** What the hub has signed, on routes for the hub. */
    hop: VerifiedHead | undefined
    /** With which key a file is imported, on routes for importers. */
    importKey: ImportKey | undefined
  }
}

export interface HopGuardOptions {
  /** The division, as signatures name it. */
  readonly name: string
  readonly hopKeys: readonly HopKey[]
  readonly importKeys: readonly ImportKey[]
  /** Whether the hub must show a certificate as well (mutual TLS). */
  readonly needsCertificate: boolean
  /** Where several processes of the division remember together what they have answered. */
  readonly nonces?: SharedNonces | undefined
  readonly logger: Logger
}

const NO_BODY = Buffer.alloc(0)

/**
 * Verifies the head of every request before anything else, and its body before it is parsed. Routes that say nothing
 * answer the hub alone, and so does every address that has no route.
 */
export function hopGuard(app: FastifyInstance, options: HopGuardOptions): void {
  const verifier = new HopVerifier(options.hopKeys, { from: 'gateway', to: options.name })
  app.decorateRequest('hop', undefined)
  app.decorateRequest('importKey', undefined)
  app.addHook('onRequest', async (request) => admit(request, verifier, options))
  app.removeAllContentTypeParsers()
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer
    try {
      if (request.hop !== undefined) verifier.verifyBody(request.hop, bytes)
    } catch (error) {
      done(error as Error)
      return
    }
    parseJson(request, bytes.toString('utf8'), done)
  })
  app.addHook('preValidation', async ({ hop, body }) => {
    if (hop !== undefined && body === undefined) verifier.verifyBody(hop, NO_BODY)
  })
  answerRefusals(app, new RefusalLog(options.logger))
}

async function admit(request: FastifyRequest, verifier: HopVerifier, options: HopGuardOptions): Promise<void> {
  const { admits, family } = request.routeOptions.config
  if (admits === 'anyone') return
  if (admits === 'importers') {
    const key = importKey(request.headers.authorization, options.importKeys)
    if (family !== undefined && key.families?.includes(family) === false) throw new HubError('HUB_IMPORT_KEY_INVALID')
    request.importKey = key
    return
  }
  if (options.needsCertificate && !showedCertificate(request)) throw new HopRefused('no certificate')
  const hop = verifier.verifyHead(headOf(request))
  await options.nonces?.assertNew(hop)
  request.hop = hop
}

function headOf({ raw: { method = '', url = '', headers } }: FastifyRequest): SignedHead {
  return { method, target: url, headers }
}

/** Node calls whoever resumes a TLS 1.3 session authorised, also where no certificate was ever shown in it. */
function showedCertificate({ raw: { socket } }: FastifyRequest): boolean {
  return socket instanceof TLSSocket && socket.authorized && socket.getPeerX509Certificate() !== undefined
}

/** Refusals are GraphQL errors, as the hub's executor reads them; all else is answered as Fastify does. */
function answerRefusals(app: FastifyInstance, refusals: RefusalLog): void {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof HubError)) return reply.send(error)
    const { message, code } = error
    refusals.note(error instanceof HopRefused ? error.fault : code, request.raw)
    return reply.code(401).send({ errors: [{ message, extensions: { code } }] })
  })
}
