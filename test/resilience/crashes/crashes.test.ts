import { expect, test } from 'vitest'
import { Random } from '../../conformance/oracle/random.ts'
import { crashSeries } from './crashSeries.ts'

test('whatever is killed in the middle of an import, every row is there exactly once when the file is sent again', async () => {
  const told: string[] = []
  const { faults, killed } = await crashSeries({
    runs: 3,
    rows: 300,
    victims: ['trade', 'gateway', 'database'],
    random: new Random(1),
    onRun: (line) => told.push(line),
  })
  expect(faults, told.join('\n')).toEqual([])
  expect(new Set(killed.keys())).toEqual(new Set(['trade', 'gateway', 'database']))
}, 180_000)
