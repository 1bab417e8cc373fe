import { expect, test } from 'vitest'
import { conflictFaults } from './conflictFaults.ts'

test('an id that came with two contents is a fault, unless its record was closed', () => {
  const committed = [
    { id: 'E1', kind: 'CREATED', recordId: 'R1' },
    { id: 'E2', kind: 'CREATED', recordId: 'R2' },
    { id: 'E3', kind: 'REPAIRED', recordId: 'R2' },
  ]
  const faulty = ['E1', 'E1-out', 'E1@demo-partner:1', 'E1@demo-partner:1-out', 'own-1', 'repair-1', 'E4-out']
  const faults = conflictFaults([...faulty, 'E2', 'E2-out', 'E2@demo-partner:1-out', 'E3'], committed)
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(faulty)
})
