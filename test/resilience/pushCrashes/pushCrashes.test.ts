import { expect, test } from 'vitest'
import { Random } from '../../conformance/oracle/random.ts'
import { pushCrashSeries } from './pushCrashSeries.ts'

test('whatever is killed under load, the partner has what was committed, once and in order', async () => {
  const told: string[] = []
  const done = await pushCrashSeries({
    runs: 3,
    victims: ['deliverer', 'database', 'partner'],
    random: new Random(1),
    onRun: (line) => told.push(line),
  })
  expect(
    done.flatMap(({ faults }) => faults),
    told.join('\n'),
  ).toEqual([])
  expect(done).toHaveLength(3)
  // A load that writes nothing, and a kill of who does nothing, would find nothing.
  expect(done.filter(({ written, committed }) => written === 0 || committed < written)).toEqual([])
  expect(done.reduce((sum, { repeats }) => sum + repeats, 0)).toBeGreaterThan(0)
  expect(done[0]).toMatchObject({ victim: expect.stringMatching(/^gateway/), wasHolder: true })
}, 480_000)
