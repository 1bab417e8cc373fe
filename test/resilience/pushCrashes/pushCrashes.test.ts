import { expect, test } from 'vitest'
import { Random } from '../../conformance/oracle/random.ts'
import { pushCrashSeries } from './pushCrashSeries.ts'

test('whatever is killed under load, the partner has what was committed, once and in order', async () => {
  const told: string[] = []
  const done = await pushCrashSeries({
    runs: 4,
    victims: ['gateway', 'database', 'partner', 'trade'],
    random: new Random(1),
    onRun: (line) => told.push(line),
  })
  expect(
    done.flatMap(({ faults }) => faults),
    told.join('\n'),
  ).toEqual([])
  expect(done).toHaveLength(4)
}, 480_000)
