import { describe, expect, it } from 'vitest'
import { divisionSchemaFile, divisionSdl, hubSdl } from '../composition/divisionSdl.ts'
import { sourcePlace } from '../composition/sourcePlace.ts'
import { divisions } from '../divisions/divisions.ts'
import { schemaFaults } from './schemaFaults.ts'

describe('schemaFaults', () => {
  it('finds fields without a level of their own or of their type', () => {
    const faults = schemaFaults(`
      type A { "甲" x: Int  "乙" y: Int @disclosure(level: INTERNAL) }
      type B @disclosure(level: PUBLIC) { "丙" z: Int! }
      extend type A { "丁" w: Int }
      type AConnection { nodes: [A] }
    `)
    expect(faults).toEqual([
      { rule: 'NO_DISCLOSURE_LEVEL', coordinate: 'A.x', line: 2 },
      { rule: 'NO_DISCLOSURE_LEVEL', coordinate: 'A.w', line: 4 },
    ])
  })

  it('finds required fields above PUBLIC and missing descriptions', () => {
    const faults = schemaFaults(`
      interface A @disclosure(level: SHARED) { "甲" x: Int!  "乙" y: Int! @disclosure(level: PUBLIC)  "c" z: Int }
    `)
    expect(faults.map(({ rule, coordinate }) => [rule, coordinate])).toEqual([
      ['REQUIRED_ABOVE_PUBLIC', 'A.x'],
      ['NO_CHINESE_DESCRIPTION', 'A.z'],
    ])
  })

  it('finds pages that do not say which lists they are of', () => {
    const faults = schemaFaults(`
      type A @disclosure(level: PUBLIC) {
        "甲" x(first: Int): B
        "乙" y(first: Int): B @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
      }
    `)
    expect(faults).toEqual([{ rule: 'NO_LIST_SIZE', coordinate: 'A.x', line: 3 }])
  })

  const graphs = divisions.map(({ name }) => [name as string, divisionSdl(divisionSchemaFile(name))] as const)
  it.each([...graphs, ['hub', hubSdl()] as const])('%s keeps the contract', (name, sdl) => {
    const faults = schemaFaults(sdl).map(({ rule, coordinate, line }) => {
      const place = sourcePlace(name, sdl, line)
      return `${rule} ${coordinate} ${place.file}:${place.line}`
    })
    expect(faults).toEqual([])
  })
})
