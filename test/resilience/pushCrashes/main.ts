import { parseArgs } from 'node:util'
import { textTable } from '@hub/scripts/launcher/textTable'
import { Random } from '../../conformance/oracle/random.ts'
import { pushCrashSeries } from './pushCrashSeries.ts'

// Kills hubs, divisions, database and partner at random moments while filings are written, imported and pushed, and
// compares what the partner has taken with what was committed. A fault ends the series; the next seed begins a new one.
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
})

const began = Date.now()
const done = await pushCrashSeries({
  runs: Number(options.runs),
  random: new Random(Number(options.seed)),
  onRun: (line) => console.log(`${((Date.now() - began) / 1_000).toFixed(0)} s  ${line}`),
})
const heads = ['killed', 'times', 'as holder', 'changes', 'repeats', 'faults']
const victims = [...new Set(done.map(({ victim }) => victim))].sort()
const rowOf = (name: string, runs: typeof done): string[] => {
  const sum = (count: (run: (typeof done)[number]) => number) => String(runs.reduce((all, run) => all + count(run), 0))
  const counts = [sum(({ committed }) => committed), sum(({ repeats }) => repeats), sum(({ faults }) => faults.length)]
  return [name, String(runs.length), sum(({ wasHolder }) => Number(wasHolder)), ...counts]
}
const rows = victims.map((name) =>
  rowOf(
    name,
    done.filter(({ victim }) => victim === name),
  ),
)
console.log(`seed ${options.seed}: ${done.length} of ${options.runs} runs`)
for (const line of textTable([heads, ...rows, rowOf('all', done)])) console.log(line)
process.exit(done.length === Number(options.runs) && done.every(({ faults }) => faults.length === 0) ? 0 : 1)
