import { HubError } from '@hub/schema/errors/HubError'
import { hubProgram } from './hubProgram.ts'
import { ProgressLines } from './launcher/progressLines.ts'
import { remedyLines } from './launcher/remedyLines.ts'

function explain(error: unknown): string {
  if (error instanceof HubError) return [`${error.code} ${error.message}`, ...remedyLines(error.remedy), ''].join('\n')
  return `${error instanceof Error ? error.stack : String(error)}\n`
}

// A reader that has had enough, as in `hub status | head`, is no reason to stop.
process.stdout.on('error', () => undefined)
try {
  await hubProgram(new ProgressLines(process.stdout)).parseAsync(process.argv)
} catch (error) {
  process.stderr.write(explain(error))
  process.exitCode = 1
}
// Watchers, half-sent requests and connections of a start that was broken off must not keep the command alive.
process.exit()
