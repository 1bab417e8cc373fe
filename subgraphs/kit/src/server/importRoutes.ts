import { PassThrough } from 'node:stream'
import { divisionSdl } from '@hub/schema/composition/divisionSdl'
import { HubError } from '@hub/schema/errors/HubError'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parse } from 'graphql'
import type { Logger } from 'pino'
import { BatchLog } from '../imports/batches/batchLog.ts'
import { buildImportIndexes, type ImportCollections, importCollections } from '../imports/batches/importCollections.ts'
import type { ImportDefinition } from '../imports/importDefinition.ts'
import { type Importer, importers } from '../imports/importer.ts'
import { runImport } from '../imports/running/runImport.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import { RecordStore } from '../store/recordStore.ts'

/** As the scalar BatchNo has it. */
const BATCH_NO = /^[\w.:-]{1,64}$/

export interface ImportDoor {
  importers: readonly Importer[]
  imports: ImportCollections
  records: DivisionCollections
  logger: Logger
}

/** Makes a division's door for files ready: importers from its SDL, indexes, runs of a former process closed. */
export async function importDoor(
  definitions: readonly ImportDefinition[],
  schemaFile: URL,
  records: DivisionCollections,
  logger: Logger,
): Promise<ImportDoor> {
  const imports = importCollections(records.connection)
  await buildImportIndexes(imports)
  await new BatchLog(imports.batches).closeInterrupted()
  return { importers: importers(definitions, parse(divisionSdl(schemaFile))), imports, records, logger }
}

/**
 * `POST /imports/<family>`: the raw bytes of a file, `x-file-name` (URI-encoded) and `x-batch-no` in headers. Answers
 * NDJSON as it goes: `{"progress":{"rows":n}}` and at last `{"receipt":{…}}` or `{"error":{"code":…,"message":…}}`.
 */
export async function importRoutes(app: FastifyInstance, door: ImportDoor): Promise<void> {
  const stopping = new AbortController()
  app.addHook('preClose', async () => stopping.abort(new Error('the division is stopping')))
  await app.register(async (scope) => {
    // Whatever the sender says it is, it is read as it comes and not gathered first.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const importer of door.importers) {
      scope.post(`/imports/${importer.name}`, (request, reply) =>
        answerImport(importer, door, stopping.signal, request, reply),
      )
    }
  })
}

function answerImport(
  importer: Importer,
  { imports, records, logger }: ImportDoor,
  signal: AbortSignal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const batchNo = decodedHeader(request.headers['x-batch-no'])
  if (batchNo !== undefined && !BATCH_NO.test(batchNo)) {
    return reply
      .code(400)
      .send({ error: { code: 'BAD_USER_INPUT', message: '批次编号应为 1–64 个字母、数字或 . : _ -' } })
  }
  const answer = new PassThrough()
  const say = (line: object): boolean => answer.write(`${JSON.stringify(line)}\n`)
  const file = {
    bytes: (request.body ?? []) as AsyncIterable<Uint8Array>,
    name: decodedHeader(request.headers['x-file-name']),
    batchNo,
    operator: `${importer.family.division}:import`,
    signal,
    onProgress: (rows: number) => say({ progress: { rows } }),
  }
  runImport(importer, file, imports, new RecordStore(records))
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
  return { code: 'HUB_IMPORT_FAILED', message: '导入未完成，已入库的行保留；再次导入时计为重复' }
}

function decodedHeader(value: string | string[] | undefined): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
