import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anonymous, type CallerClaims } from '../callerClaims.ts'
import { callerText } from '../callerText.ts'
import { hopKeyList, newHopKey } from './hopKeys.ts'
import { HopRefused } from './hopRefused.ts'
import { HopSigner } from './hopSigner.ts'
import { HopVerifier, type SignedHead } from './hopVerifier.ts'

const ENDS = { from: 'gateway', to: 'trade' }
const START = Date.parse('2026-11-25T10:00:00Z')
const BODY = '{"query":"{ liquorFilings { totalCount } }"}'
const officer: CallerClaims = { caller: '张三', role: 'OFFICER', division: 'trade', divisionCode: '410105' }
const keys = hopKeyList.parse(newHopKey('k1'))

let now = START
const clock = () => now

function signed(signer = new HopSigner(keys, ENDS, clock), caller = officer): SignedHead {
  const headers = signer.headers({ method: 'POST', target: '/graphql', body: BODY, caller })
  return { method: 'POST', target: '/graphql', headers }
}

function faultOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    if (error instanceof HopRefused) return error.fault
    throw error
  }
}

describe('what one end signs for the other', () => {
  const verifier = () => {
    now = START
    return new HopVerifier(keys, ENDS, clock)
  }

  test('is accepted with its claims and its body, in any script', () => {
    const accepting = verifier()
    const head = accepting.verifyHead(signed())
    expect(head.caller).toEqual(officer)
    expect(() => accepting.verifyBody(head, Buffer.from(BODY))).not.toThrow()
  })

  test('is accepted once', () => {
    const accepting = verifier()
    const request = signed()
    accepting.verifyHead(request)
    for (const later of [0, 10_000, 29_000]) {
      now = START + later
      expect(faultOf(() => accepting.verifyHead(request))).toBe('replayed')
    }
    now = START + 31_000
    expect(faultOf(() => accepting.verifyHead(request))).toBe('out of time')
  })

  test('is not accepted again by a process that has started since', () => {
    now = START
    const request = signed()
    now = START + 5_000
    const successor = new HopVerifier(keys, ENDS, clock)
    expect(faultOf(() => successor.verifyHead(request))).toBe('out of time')
  })

  test.each([
    ['another body', (head: SignedHead) => head, 'other body'],
    ['another method', (head: SignedHead) => ({ ...head, method: 'GET' }), 'wrong signature'],
    ['another path', (head: SignedHead) => ({ ...head, target: '/graphql?x' }), 'wrong signature'],
    ['other claims', changed('hub-caller', () => callerText({ ...officer, role: 'INSPECTOR' })), 'wrong signature'],
    ['a digest of another body', changed('content-digest', (text) => text.replace('=:', '=:A')), 'wrong signature'],
    [
      'a later date',
      changed('signature-input', (text) => text.replace(/created=\d+/, createdAt(20))),
      'wrong signature',
    ],
    ['another nonce', changed('signature-input', (text) => text.replace('nonce="', 'nonce="x')), 'wrong signature'],
    ['another key id', changed('signature-input', (text) => text.replace('"k1"', '"k2"')), 'unknown key'],
    ['fewer covered parts', changed('signature-input', (text) => text.replace(' "hub-caller"', '')), 'malformed'],
    ['no signature', changed('signature', () => undefined), 'malformed'],
    ['nothing', (head: SignedHead) => ({ ...head, headers: {} }), 'unsigned'],
  ])('with %s is refused', (what, change, fault) => {
    const refusing = verifier()
    const body = Buffer.from(what === 'another body' ? BODY.replace('liquor', 'secret') : BODY)
    expect(faultOf(() => refusing.verifyBody(refusing.verifyHead(change(signed())), body))).toBe(fault)
  })

  test.each([
    ['another division', { from: 'gateway', to: 'personnel' }],
    ['its own sender', { from: 'trade', to: 'gateway' }],
  ])('is refused by %s, the key being the same', (_, ends) => {
    verifier()
    expect(faultOf(() => new HopVerifier(keys, ends, clock).verifyHead(signed()))).toBe('other direction')
  })

  test('is refused when the clocks are too far apart', () => {
    const refusing = verifier()
    for (const [apart, fault] of [
      [29_000, undefined],
      [31_000, 'out of time'],
    ] as const) {
      const ahead = new HopSigner(keys, ENDS, () => now + apart)
      expect([apart, faultOf(() => refusing.verifyHead(signed(ahead)))]).toEqual([apart, fault])
    }
  })
})

test('a key is changed while both ends run: the new one beside the old, then alone', () => {
  now = START
  const [old, fresh] = [newHopKey('2026'), newHopKey('2027')]
  const signer = (text: string) => new HopSigner(hopKeyList.parse(text), ENDS, clock)
  const verifier = (text: string) => new HopVerifier(hopKeyList.parse(text), ENDS, clock)
  const both = verifier(`${old},${fresh}`)
  expect(faultOf(() => both.verifyHead(signed(signer(old))))).toBeUndefined()
  expect(faultOf(() => both.verifyHead(signed(signer(`${fresh},${old}`))))).toBeUndefined()
  const alone = verifier(fresh)
  expect(faultOf(() => alone.verifyHead(signed(signer(fresh))))).toBeUndefined()
  expect(faultOf(() => alone.verifyHead(signed(signer(old))))).toBe('unknown key')
  const sameName = verifier(newHopKey('2026'))
  expect(faultOf(() => sameName.verifyHead(signed(signer(old))))).toBe('wrong signature')
})

test.each([
  '',
  'k1',
  'k1:short',
  `k 1:${'a'.repeat(43)}`,
  `k1:${'a'.repeat(43)},`,
  `k1:${'a'.repeat(43)},k1:${'b'.repeat(43)}`,
])('a setting that is no list of keys is refused: "%s"', (text) =>
  expect(hopKeyList.safeParse(text).success).toBe(false),
)

describe('whatever comes', () => {
  const accepting = new HopVerifier(keys, ENDS, clock)
  const HEADERS = ['content-digest', 'hub-caller', 'signature-input', 'signature']
  const accepts = (head: SignedHead): boolean => faultOf(() => accepting.verifyHead(head)) === undefined

  test('invented headers are refused, and never an accident', () => {
    const header = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string())), { nil: undefined })
    const headers = fc.record(Object.fromEntries(HEADERS.map((name) => [name, header])))
    fc.assert(fc.property(headers, fc.string(), (some, target) => !accepts({ method: 'POST', target, headers: some })))
  })

  test('a changed character anywhere is refused', () => {
    const change = fc.record({
      name: fc.constantFrom(...HEADERS),
      at: fc.nat(400),
      by: fc.string({ minLength: 1, maxLength: 1 }),
    })
    fc.assert(
      fc.property(change, ({ name, at, by }) => {
        const head = signed(undefined, anonymous)
        const text = String(head.headers[name])
        const place = at % text.length
        const other = text.slice(0, place) + by + text.slice(place + 1)
        return other === text || !accepts({ ...head, headers: { ...head.headers, [name]: other } })
      }),
      { numRuns: 1_000 },
    )
  })

  test('claims that were signed but are none are refused', () => {
    const made = new HopSigner(keys, ENDS, clock)
    const noClaims = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        { ...officer, role: 'ROOT' },
        { ...officer, admin: true },
        { role: 'PUBLIC' },
        { ...officer, __proto__: null, division: 'mars' },
      ),
    )
    fc.assert(
      fc.property(noClaims, (value) => {
        const caller = typeof value === 'object' && value !== null ? value : { value }
        return faultOf(() => accepting.verifyHead(signed(made, caller as CallerClaims))) === 'unusable claims'
      }),
    )
  })
})

function changed(name: string, change: (text: string) => string | undefined) {
  return (head: SignedHead): SignedHead => ({
    ...head,
    headers: { ...head.headers, [name]: change(String(head.headers[name])) },
  })
}

function createdAt(seconds: number): string {
  return `created=${START / 1000 + seconds}`
}
