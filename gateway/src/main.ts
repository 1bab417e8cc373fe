import { HubError } from '@hub/schema/errors/HubError'
import { readEnvironment } from './environment.ts'
import { startGateway } from './startGateway.ts'

try {
  await startGateway(readEnvironment())
} catch (error) {
  if (!(error instanceof HubError)) throw error
  process.stderr.write(`gateway: [${error.code}] ${error.message}\n  ${error.remedy.zh}\n  ${error.remedy.en}\n`)
  process.exitCode = 1
}
