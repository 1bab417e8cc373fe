import { parseArgs } from 'node:util'
import { Random } from '../../conformance/oracle/random.ts'
import { crashSeries } from './crashSeries.ts'

// Kills division, hub or database at random moments of imports, sends each file again, and counts what is there.
const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    /** Of each import; a chunk has 250. */
    rows: { type: 'string', default: '600' },
  },
})

const began = Date.now()
const { faults, killed, survived } = await crashSeries({
  runs: Number(options.runs),
  rows: Number(options.rows),
  random: new Random(Number(options.seed)),
  onRun: (line) => console.log(`${((Date.now() - began) / 1000).toFixed(0)} s  ${line}`),
})
for (const fault of faults) console.log(`FAULT ${fault}`)
const victims = [...killed].map(([victim, times]) => `${victim} ${times}`).join(', ')
console.log(
  `seed ${options.seed}: ${options.runs} runs, killed: ${victims}; ${survived} had their receipt in spite of it`,
)
console.log(`${faults.length} faults`)
process.exit(faults.length === 0 ? 0 : 1)
