import { expect, test } from 'vitest'
import { fromByteText } from '../byteText.ts'
import type { FetchStep } from './fetchStep.ts'
import { requestText } from './requestText.ts'
import { fieldSet } from './supergraphTypes.ts'

test('a request is byte text, literals of the operation included', () => {
  const step: FetchStep = {
    index: 0,
    division: 'trade',
    operation: 'query',
    path: [],
    requires: undefined,
    inputRewrites: [],
    outputRewrites: [],
    selection: '{enterprises(name:"商务")}',
    asked: fieldSet('enterprises(name:"商务")'),
    brings: [],
    due: [],
    variables: new Map(),
    needs: [],
  }
  const { head } = requestText([{ name: undefined, steps: [step] }], '_')
  expect(head).not.toMatch(/[^\x20-\x7e\x80-\xff]/)
  expect(fromByteText(head)).toBe('{"query":"{enterprises(name:\\"商务\\")}","variables":{')
})
