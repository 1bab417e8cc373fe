import { parseArgs } from 'node:util'
import { serveOpenly } from './open/serveOpenly.ts'

const { values } = parseArgs({
  options: {
    supergraph: { type: 'string', default: 'schema/supergraph.graphql' },
    port: { type: 'string', default: '4000' },
    dedupe: { type: 'boolean', default: false },
  },
})

try {
  await serveOpenly({ file: values.supergraph, port: Number(values.port), dedupe: values.dedupe })
} catch (error) {
  process.stderr.write(`open gateway: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
