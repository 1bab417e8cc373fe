import { describe, expect, it } from 'vitest'
import { composeDivisions, divisionGraphs } from '../documents/composeDivisions.ts'
import { audienceProof } from './audienceProof.ts'
import { audienceScope } from './audienceScope.ts'
import { anonymous } from './callerClaims.ts'

const proof = audienceProof(composeDivisions().supergraphSdl ?? '', divisionGraphs(), audienceScope(anonymous))
const of = (coordinate: string) => proof.find((member) => member.coordinate === coordinate)

describe('the proof of what the public is shown', () => {
  it('holds nothing above PUBLIC and nothing without a mark, but for inputs that say nothing by themselves', () => {
    expect(proof.length).toBeGreaterThan(300)
    expect(proof.filter(({ level }) => level !== 'PUBLIC')).toEqual([])
    const unmarked = proof.filter(({ source }) => source === 'UNMARKED').map(({ coordinate }) => coordinate)
    expect(unmarked.filter((coordinate) => /^(?:[A-Z]\w+Order\.|\w+\.[A-Z_0-9]+$|Subject)/.test(coordinate))).toEqual(
      unmarked,
    )
  })

  it('names the line and the division of a field', () => {
    expect(of('AdministrativePenalty.docNo')).toMatchObject({ source: 'MEMBER', owners: ['market-order'] })
    expect(of('AdministrativePenalty.docNo')?.place).toMatchObject({ file: 'subgraphs/market-order/schema.graphql' })
    expect(of('LiquorLicence.number')).toMatchObject({ source: 'TYPE', owners: ['trade'] })
    expect(of('PageInfo.hasNextPage')?.place?.file).toBe('schema/graphql/page-info.graphql')
  })

  it('gives the reason where a field is lower than its source', () => {
    expect(of('Enterprise.name')?.declassified).toMatch(/首字/)
    expect(of('Enterprise.address')?.declassified).toMatch(/县/)
    expect(of('Enterprise.uscc')?.declassified).toBeUndefined()
  })
})
