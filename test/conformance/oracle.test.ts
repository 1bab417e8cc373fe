import { describe, expect, test } from 'vitest'
import { loadHub } from './oracle/hubExecutor.ts'
import { runOracle } from './oracle/runOracle.ts'

const SEED = 1
const PART = 500
const PART_MILLIS = 180_000

describe('our executor agrees with graphql-js over the merged schema', () => {
  test.each([0, 1, 2, 3])(
    `seed ${SEED}, part %i of 2000 operations`,
    async (part) => {
      const found: string[] = []
      let asked = 0
      await runOracle({
        seed: SEED,
        from: part * PART,
        count: (part + 1) * PART,
        load: loadHub,
        onRefused: (index) => void found.push(`${index} refused`),
        onFinding: async ({ index, disagreement: { kind, detail } }) => void found.push(`${index} ${kind}: ${detail}`),
        onProgress: (until) => {
          asked = until - part * PART
        },
      })
      expect(found).toEqual([])
      expect(asked).toBe(PART)
    },
    PART_MILLIS,
  )
})
