import { runOpenGateway } from './open/openGateway.ts'

try {
  await runOpenGateway(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`open gateway: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
