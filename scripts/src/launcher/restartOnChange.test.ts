import { expect, test } from 'vitest'
import { processesToRestart } from './restartOnChange.ts'

const names = ['trade', 'personnel', 'gateway']

test.each([
  ['schema/src/errors/HubError.ts', names],
  ['subgraphs/kit/src/store/recordStore.ts', ['trade', 'personnel']],
  ['subgraphs/trade/src/main.ts', ['trade']],
  ['subgraphs/trade/schema.graphql', ['trade', 'gateway']],
  ['gateway/src/main.ts', ['gateway']],
])('%s concerns %j', (path, expected) => {
  expect(processesToRestart([path], names)).toEqual(expected)
})
