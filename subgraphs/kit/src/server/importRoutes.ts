import { PassThrough, Readable } from 'node:stream'
import { HubError } from '@hub/schema/errors/HubError'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Desk } from '../desk/desk.ts'
import { template } from '../imports/columns/template.ts'
import { keepFollowing } from '../imports/following/keepFollowing.ts'
import type { Importer } from '../imports/importer.ts'
import type { HubAddress } from '../imports/linking/askHub.ts'
import { keepRetrying } from '../imports/linking/retryLinks.ts'
import { runImport } from '../imports/running/runImport.ts'
import { spokenFor } from './spokenFor.ts'

/** As the scalar BatchNo has it. */
const BATCH_NO = /^[\w.:-]{1,64}$/

/** How long the division waits before it asks the index again about waiting rows. */
const RETRY_EVERY_MS = 5_000

const WRONG_PROVIDER = {
  error: {
    code: 'BAD_USER_INPUT',
    message:
      '信息提供方应为 1–200 个字，首尾无空格；外单位只能为自己上报和更正 / a provider is 1–200 characters without spaces around, and reports and corrects for itself only',
  },
}

interface DoubtsQuery {
  Querystring: { batchNo?: string; provider?: unknown }
}

/** A division's door for files. */
export interface ImportDoor {
  desk: Desk
  hub: HubAddress
  logger: Logger
}

/**
 * `POST /imports/<family>`: the raw bytes of a file, `x-file-name` (URI-encoded) and `x-batch-no` in headers,
 * `x-dry-run: true` to keep nothing, `x-provider` (URI-encoded) for the file of an organisation outside. Answers
 * NDJSON as it goes: `{"progress":{"rows":n}}` and at last `{"receipt":{…}}` or `{"error":{"code":…,"message":…}}`.
 * All need one of the division's import keys as HTTP Basic, or a provider's, which opens its families and shows it its own
 * rows. `GET /imports` says which families there are,
 * `GET /imports/<family>/template` is the empty form, `GET /imports/<family>/doubts?batchNo=&provider=` the rows to be
 * corrected, the division's own or those of one organisation outside.
 */
export async function importRoutes(app: FastifyInstance, door: ImportDoor): Promise<void> {
  const stopping = new AbortController()
  const { desk, hub, logger } = door
  const { importers: ready, places, records } = desk
  const retrying = keepRetrying(ready, places, RETRY_EVERY_MS, stopping.signal, (error) =>
    logger.error({ err: error }, 'waiting rows could not be retried'),
  )
  const following = keepFollowing({
    hub,
    importers: ready,
    places: { ...places, records },
    signal: stopping.signal,
    onFailure: (error) => logger.warn({ err: error }, 'the subject index could not be followed'),
  })
  app.addHook('preClose', async () => {
    stopping.abort(new Error('the division is stopping'))
    await Promise.all([retrying, following])
  })
  await app.register(async (scope) => {
    // Whatever the sender says it is, it is read as it comes and not gathered first.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    const forImporters = { config: { admits: 'importers' } } as const
    const families = ready.map(({ name, family }) => ({ name, chineseName: family.chineseName }))
    scope.get('/imports', forImporters, async ({ importKey }) => ({
      families: families.filter(({ name }) => importKey?.families?.includes(name) ?? true),
    }))
    for (const importer of ready) {
      const forFamily = { config: { ...forImporters.config, family: importer.name } }
      scope.get(`/imports/${importer.name}/template`, forFamily, (_request, reply) =>
        reply.type('text/csv; charset=utf-8').send(template(importer.plan)),
      )
      scope.get<DoubtsQuery>(`/imports/${importer.name}/doubts`, forFamily, (request, reply) =>
        answerDoubts(importer, door, request, reply),
      )
      scope.post(`/imports/${importer.name}`, forFamily, (request, reply) =>
        answerImport(importer, door, stopping.signal, request, reply),
      )
    }
  })
}

function answerDoubts(
  { name, plan }: Importer,
  { desk: { places } }: ImportDoor,
  { query: { batchNo, provider: named }, importKey }: FastifyRequest<DoubtsQuery>,
  reply: FastifyReply,
): FastifyReply {
  const provider = spokenFor(importKey, named)
  if (provider === false) return reply.code(400).send(WRONG_PROVIDER)
  const rows = places.doubts.export(plan, { family: name, batchNo, provider })
  return reply.type('text/csv; charset=utf-8').send(Readable.from(rows))
}

function answerImport(
  importer: Importer,
  { desk: { batches, places }, logger }: ImportDoor,
  signal: AbortSignal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const batchNo = decodedHeader(request.headers['x-batch-no'])
  if (batchNo !== undefined && !BATCH_NO.test(batchNo)) {
    return reply.code(400).send({
      error: {
        code: 'BAD_USER_INPUT',
        message: '批次编号应为 1–64 个字母、数字或 . : _ - / a batch number is 1–64 letters, digits or these',
      },
    })
  }
  const { importKey } = request
  const provider = spokenFor(importKey, decodedHeader(request.headers['x-provider']))
  if (provider === false) return reply.code(400).send(WRONG_PROVIDER)
  const answer = new PassThrough()
  const say = (line: object): boolean => answer.write(`${JSON.stringify(line)}\n`)
  const file = {
    bytes: (request.body ?? []) as AsyncIterable<Uint8Array>,
    name: decodedHeader(request.headers['x-file-name']),
    batchNo,
    dryRun: request.headers['x-dry-run'] === 'true',
    operator: `${importer.family.division}:import:${importKey?.id}`,
    provider,
    signal,
    onProgress: (rows: number) => say({ progress: { rows } }),
  }
  runImport(importer, file, batches, places)
    .then(
      (receipt) => say({ receipt }),
      (error: unknown) => {
        if (!(error instanceof HubError)) logger.error({ err: error, family: importer.name }, 'an import failed')
        say({ error: errorLine(error) })
      },
    )
    .finally(() => answer.end())
  return reply.type('application/x-ndjson; charset=utf-8').send(answer)
}

function errorLine(error: unknown): { code: string; message: string } {
  if (error instanceof HubError) return { code: error.code, message: error.message }
  return {
    code: 'HUB_IMPORT_FAILED',
    message:
      '导入未完成，已入库的行保留；再次导入时计为重复 / the import did not finish; rows that came in stay, and count as duplicates when it is sent again',
  }
}

function decodedHeader(value: string | string[] | undefined): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
