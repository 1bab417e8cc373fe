import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import fc from 'fast-check'

/** Invented values that many records share, so that filters find several and orders meet ties. */
export const dates = ['2019-12-31', '2021-02-28', '2021-03-01', '2024-02-29', '2030-01-01'] as const
export const authorities = ['虚构市商务局', '虚构区商务局'] as const
export const docNos = ['虚商罚〔2021〕1号', '虚商罚〔2021〕2号', '虚商罚〔2022〕10号'] as const
export const names = ['虚构绿城酒业有限公司', '虚构（河南）ABC 商贸行', '虚构.星*酒店', '虚构绿城商贸有限公司'] as const
export const texts = ['绿城', '河南）a', 'abc商', '.星*', '城', '酒业有', '查无此名', '', '（河'] as const

/** Valid codes of enterprises and of individuals' businesses, in a range that no authority issued. */
export const usccs = [1, 2, 3, 4, 5, 6].map((number) =>
  makeUscc({ category: number > 4 ? '92' : '91', authority: '410100', organisation: `MA0X000${number}` }),
)

/** A record of fields of which each may be absent. */
export function partly<Fields extends object>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) {
  return fc.record(fields, { requiredKeys: [] })
}
