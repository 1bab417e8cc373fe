import { z } from 'zod'

/** How many checks passed, failed and were skipped. */
export interface TestTally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

function tallyOf(statuses: readonly string[]): TestTally {
  const passed = statuses.filter((status) => status === 'passed').length
  const failed = statuses.filter((status) => status === 'failed').length
  return { passed, failed, skipped: statuses.length - passed - failed }
}

export function sumTallies(tallies: readonly TestTally[]): TestTally {
  return tallies.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}

/**
 * Counts vitest's JSON report. What fails outside of a test counts as well: a file that can't be loaded, and a run
 * that ends badly though every test passed, as with an unhandled rejection.
 * @param report undefined when vitest ended before it wrote one
 */
export function vitestTally(report: unknown, exitCode: number): TestTally {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const tally = sumTallies(
    vitestReport.parse(report).testResults.map(({ status, assertionResults }) => {
      const counted = tallyOf(assertionResults.map((result) => result.status))
      return status === 'failed' && counted.failed === 0 ? { ...counted, failed: 1 } : counted
    }),
  )
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

/** The last line of `hub test`. */
export function tallyLine({ passed, failed, skipped }: TestTally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
