import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codeEntry, codeSet } from './codeSet.ts'

const files = readdirSync(new URL('../../code-sets/', import.meta.url)).map((name) => name.replace('.json', ''))

describe('code sets', () => {
  it.each(files)('%s is well formed, and no code has two meanings on one day', (file) => {
    const { entries } = codeSet(file)
    expect(entries.length).toBeGreaterThan(0)
    for (const { code, name, validFrom } of entries) {
      expect(name).not.toBe('')
      const [newest, ...older] = entries.filter((entry) => entry.code === code && entry.validFrom === validFrom)
      expect([newest?.code, older]).toEqual([code, []])
    }
  })

  it('tells what a code meant on a day', () => {
    const divisions = codeSet('administrative-divisions')
    expect(codeEntry(divisions, '410108', '2003-06-01')?.name).toBe('邙山区')
    expect(codeEntry(divisions, '410108', '2004-01-01')?.name).toBe('惠济区')
    expect(codeEntry(divisions, '410108')?.name).toBe('惠济区')
    expect(codeEntry(codeSet('penalty-categories-2021'), '通报批评', '2021-07-14')).toBeUndefined()
    expect(codeEntry(divisions, '410199')).toBeUndefined()
  })

  it('keeps functional zones out of the division codes', () => {
    const divisions = codeSet('administrative-divisions')
    const zones = codeSet('functional-zones').entries
    expect(zones.map(({ code }) => code)).toEqual(['ZHENGDONG', 'AIRPORT', 'ECON', 'HITECH'])
    for (const { statisticalCode } of zones) {
      expect(codeEntry(divisions, String(statisticalCode))).toBeUndefined()
    }
  })

  it('maps the two lists of certificate types onto each other', () => {
    const samr = codeSet('certificate-types-samr')
    const mapped = codeSet('certificate-types').entries.filter((entry) => entry.samr !== undefined)
    expect(mapped.map(({ code }) => code)).toEqual(['1', '2', '3', '4'])
    for (const { code, samr: samrCode } of mapped) {
      expect(codeEntry(samr, String(samrCode))?.national).toBe(code)
    }
  })

  it('names the file it cannot read', () => {
    expect(() => codeSet('no-such-set')).toThrow(/no-such-set\.json/)
  })
})
