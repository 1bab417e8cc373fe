import { addDays } from '@hub/schema/calendar/addDays'
import { type DemoFamily, documentNo, rows, subjectColumns } from '../demoRow.ts'
import { filingNo } from './liquorFilings.ts'

const GOODS = [
  ['演示大曲（虚构）', '500ml*6', '演示县'],
  ['演示干红（虚构）', '750ml*6', '演示酒庄'],
  ['演示啤酒（虚构）', '330ml*24', '演示市'],
] as const

/** 酒类流通随附单: what a filed operator sold while the order was in force. */
export const accompanyingNotes: DemoFamily = (random, enterprise) => {
  if (enterprise.trade !== 'LIQUOR' || enterprise.registeredOn >= '2016-01-01') return []
  return rows(random.int(0, 4), (number) => {
    const soldOn = random.date(addDays(enterprise.registeredOn, 80), '2016-10-31')
    const [name, spec, origin] = random.pick(GOODS)
    return {
      ...subjectColumns(enterprise),
      noteNo: documentNo('随附', soldOn, Number(enterprise.uscc.slice(11, 16)) * 10 + number),
      sellerFilingNo: filingNo(enterprise),
      buyer: { name: `演示烟酒店（虚构买方${random.int(1, 200)}号）`, address: '演示路1号' },
      soldOn,
      items: [
        {
          name,
          spec,
          origin,
          lotNo: `L${soldOn.replaceAll('-', '')}`,
          quantity: String(random.int(2, 120)),
          unit: '件',
        },
      ],
      sealed: !random.chance(5),
    }
  })
}
