// Keeps one program that knows nothing of the launcher: node keeper.mjs PROGRAM ARGUMENTS…
// The launcher holds the other end of our IPC channel. However the launcher ends, also by SIGKILL, the
// channel closes, and the program is asked to stop, so that it never outlives the hub holding a port.
import { spawn } from 'node:child_process'

const patienceMillis = 10_000
const [program, ...programArguments] = process.argv.slice(2)
const child = spawn(program, programArguments, { stdio: ['ignore', 'inherit', 'inherit'] })

function stop() {
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), patienceMillis).unref()
}

child.once('error', (error) => {
  console.error(`${program}: ${error.message}`)
  process.exit(127)
})
child.once('exit', (code) => process.exit(code ?? 1))
process.once('SIGTERM', stop)
process.once('disconnect', stop)
// Ctrl-C reaches the launcher, which stops its processes in order.
process.on('SIGINT', () => undefined)
