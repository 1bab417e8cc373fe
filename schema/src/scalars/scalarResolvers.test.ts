import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { buildSchema, GraphQLError, type GraphQLScalarType, Kind, parseValue as parseLiteralText } from 'graphql'
import { describe, expect, it } from 'vitest'
import { scalarNames } from './scalarNames.ts'
import { scalarResolvers } from './scalarResolvers.ts'

type ScalarName = keyof typeof scalarResolvers

const sdl = readFileSync(new URL('../../graphql/scalars.graphql', import.meta.url), 'utf8')
const scalar = (name: ScalarName): GraphQLScalarType => scalarResolvers[name]

function refusal(act: () => unknown): { code: unknown; message: string } {
  try {
    act()
  } catch (error) {
    if (error instanceof GraphQLError) return { code: error.extensions.code, message: error.message }
  }
  throw new Error('nothing was refused')
}

it('resolve every scalar of the shared SDL and no other', () => {
  const declared = Object.values(buildSchema(sdl).getTypeMap()).filter(({ astNode }) => astNode)
  expect(Object.keys(scalarResolvers).sort()).toEqual(declared.map(({ name }) => name).sort())
  expect(Object.keys(scalarResolvers)).toEqual(scalarNames)
})

describe('accepted input', () => {
  it.each([
    ['USCC', ' 9144030071526726xg', '9144030071526726XG'],
    ['USCC', '91350100M0001TGQXM', '91350100M0001TGQXM'],
    ['OrgCode', 'D2143569-X', 'D2143569X'],
    ['RegNo15', '110108000000016', '110108000000016'],
    ['CnIdNumber', '11010519491231002x', '11010519491231002X'],
    ['DivisionCode', '410105', '410105'],
    ['DivisionCode', '441900', '441900'],
    ['IndustryCode', 'f5127', 'F5127'],
    ['IndustryCode', 'C', 'C'],
    ['CountryCode', 'twn', 'TWN'],
    ['CurrencyCode', 'DEM', 'DEM'],
    ['Decimal', '-0012.50', '-12.50'],
    ['Decimal', '999999999999999999.999999', '999999999999999999.999999'],
    ['LocalDate', '2024-02-29', '2024-02-29'],
    ['WorkdayDate', '2025-09-28', '2025-09-28'],
    ['DateTime', '2026-04-01T08:00:00+08:00', new Date('2026-04-01T00:00:00Z')],
    ['DocNo', ' 示例罚字〔2026〕1号 ', '示例罚字〔2026〕1号'],
    ['BatchNo', 'B-20260401.1', 'B-20260401.1'],
  ] as const)('%s %j', (name, input, value) => {
    expect(scalar(name).parseValue(input)).toEqual(value)
    expect(scalar(name).parseLiteral(parseLiteralText(JSON.stringify(input)))).toEqual(value)
  })
})

describe('refused input', () => {
  it.each([
    ['USCC', '91110000600037341N', '应为 L'],
    ['OrgCode', '000148661', '应为 2'],
    ['RegNo15', '110108000000017', '应为 6'],
    ['FoodLicenceNo', 'JY123', '14 位'],
    ['CnIdNumber', '110105194912310021', '校验码'],
    ['DivisionCode', '410173', '功能区请用 AIRPORT'],
    ['DivisionCode', '990000', '省级'],
    ['IndustryCode', 'F6233', '不属于门类 F'],
    ['IndustryCode', 'C44', '不属于门类 C'],
    ['IndustryCode', '5127', '门类字母'],
    ['CountryCode', 'HK', '三字母'],
    ['CurrencyCode', 'RMB', '三字母'],
    ['Decimal', '1e3', '十进制'],
    ['Decimal', '1.0000001', '小数至多 6 位'],
    ['Decimal', 12.5, '字符串'],
    ['LocalDate', '2023-02-29', '日历日期'],
    ['WorkdayDate', '2025-10-01', '不是工作日'],
    ['DateTime', '2026-04-01T08:00:00', '时区'],
    ['DocNo', '  ', '1–128'],
    ['BatchNo', '批次 1', '1–64'],
    ['USCC', null, '字符串'],
  ] as const)('%s %j says %s', (name, input, reason) => {
    expect(refusal(() => scalar(name).parseValue(input))).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining(reason),
    })
  })

  it('is told the same way in a literal', () => {
    const literal = { kind: Kind.INT, value: '12' } as const
    expect(refusal(() => scalar('Decimal').parseLiteral(literal)).code).toBe('BAD_USER_INPUT')
  })
})

describe('answers', () => {
  const decimal128 = (text: string) => ({ toString: () => text })

  it.each([
    [decimal128('1E+3'), '1000'],
    [decimal128('12.50'), '12.50'],
    [decimal128('-1.5E-3'), '-0.0015'],
    [decimal128('0E-6'), '0.000000'],
    ['00417.4700', '417.4700'],
    ['-0', '0'],
  ])('Decimal writes %s plainly', (stored, answer) => {
    expect(scalar('Decimal').serialize(stored)).toBe(answer)
  })

  it('Decimal shifts the point of any number exactly', () => {
    const parts = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: -12, max: 12 }))
    fc.assert(
      fc.property(parts, ([digits, exponent]) => {
        const [whole = '', fraction = ''] = String(scalar('Decimal').serialize(`${digits}E${exponent}`)).split('.')
        expect(fraction).toHaveLength(Math.max(0, -exponent))
        expect(BigInt(whole + fraction)).toBe(digits * 10n ** BigInt(Math.max(0, exponent)))
      }),
    )
  })

  it.each([
    ['Decimal', 0.1],
    ['Decimal', decimal128('NaN')],
    ['DateTime', '2026-04-01'],
    ['USCC', 7],
    ['CnIdNumber', '11010519491231002X'],
  ] as const)('%s never answers %j', (name, stored) => {
    expect(refusal(() => scalar(name).serialize(stored)).code).toBe('HUB_STORED_VALUE_INVALID')
  })

  it('show a wrong code on file, so that it can be mended', () => {
    expect(scalar('USCC').serialize('91110000600037341N')).toBe('91110000600037341N')
  })

  it('give instants in UTC', () => {
    expect(scalar('DateTime').serialize(new Date('2026-04-01T08:00:00+08:00'))).toBe('2026-04-01T00:00:00.000Z')
  })
})
