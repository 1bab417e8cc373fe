import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

/**
 * Workspace packages are read from their TypeScript sources, so tests never need a build of what they test. Without
 * `module`: node is told these conditions too, and what packages offer under it is for bundlers.
 */
const conditions = ['source', 'node', 'development|production']

/** `.js` before `.mjs`: imported by tests and required by libraries, graphql must be one and the same module. */
const extensions = ['.js', '.mjs', '.ts', '.json']

/** Never looked at, whatever a project includes. */
const exclude = ['**/node_modules/**', '**/dist/**']

const database = './test/setup/database.ts'

interface ProjectPlan {
  name: string
  include: string[]
  exclude?: string[]
  globalSetup?: string[]
  testTimeout?: number
  /** Position among the projects; a higher one starts when all lower ones have ended. */
  groupOrder: number
  /** Files share the modules that a worker has loaded: to load them anew took longer than most files' tests. */
  shared?: boolean
  /** Files one after the other: they measure how long processes take, or need the machine to themselves. */
  sequential?: boolean
}

function project({ groupOrder, shared = false, sequential = false, ...plan }: ProjectPlan): TestProjectConfiguration {
  return {
    extends: true,
    test: {
      ...plan,
      exclude: [...exclude, ...(plan.exclude ?? [])],
      hookTimeout: 60_000,
      sequence: { groupOrder },
      fileParallelism: !sequential,
      isolate: !shared,
    },
  }
}

export default defineConfig({
  resolve: { extensions },
  ssr: { resolve: { conditions } },
  // Where global set-up runs.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    // Vitest would leave one core to itself, which halves a machine of two; it has little to do meanwhile.
    maxWorkers: '100%',
    // A state that comes at once on a free machine may take seconds beside others.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      project({
        name: 'unit',
        // Noisy machines: a property test that takes one second alone may take ten beside others.
        testTimeout: 30_000,
        include: ['**/src/**/*.test.ts', 'subgraphs/*/test/**/*.test.ts', 'test/layout/**/*.test.ts'],
        exclude: ['**/*.integration.test.ts'],
        groupOrder: 0,
        shared: true,
      }),
      project({
        name: 'integration',
        include: ['**/*.integration.test.ts'],
        globalSetup: [database],
        testTimeout: 120_000,
        groupOrder: 1,
        shared: true,
      }),
      project({
        name: 'conformance',
        include: ['test/conformance/**/*.test.ts'],
        testTimeout: 60_000,
        groupOrder: 1,
        shared: true,
      }),
      project({
        name: 'e2e',
        // Of resilience what waits and measures nothing: it has room beside others.
        include: ['test/{e2e,browser,leak}/**/*.test.ts', 'test/resilience/**/*.e2e.test.ts'],
        globalSetup: [database],
        testTimeout: 120_000,
        groupOrder: 2,
      }),
      project({
        name: 'resilience',
        include: ['test/resilience/**/*.test.ts'],
        exclude: ['**/*.e2e.test.ts'],
        globalSetup: [database],
        testTimeout: 120_000,
        groupOrder: 3,
        sequential: true,
      }),
    ],
  },
})
