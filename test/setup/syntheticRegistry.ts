import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'

const SCOPE =
  '演示数据：预包装食品兼散装食品、日用百货、五金交电、机电设备、建筑材料的批发与零售；货物与技术的进出口业务；仓储服务（不含危险品）；' +
  '企业管理咨询；会议及展览服务；计算机软硬件的技术开发、技术咨询、技术服务。'
const PLACES = ['中原区', '二七区', '金水区', '惠济区', '郑州经济技术开发区']

/** One row of an invented registry, of the size and shape of a real one; its code lies in no real series. */
export function syntheticRegistryRow(number: number): Record<string, string> {
  const serial = String(number).padStart(6, '0')
  return {
    企业名称: `演示第${serial}号虚构商贸有限公司`,
    统一社会信用代码: makeUscc({ category: '91', authority: '410100', organisation: `MX${serial}` }),
    注册日期: `20${String(10 + (number % 10))}-0${1 + (number % 9)}-1${number % 10}`,
    企业类型: 'N/A',
    注册资金: `${100 + (number % 900)}(万元)`,
    经营范围: SCOPE.slice(0, 60 + (number % 80)),
    所在省份: '演示省',
    地区: '演示市',
    注册地址: `郑州市${PLACES[number % PLACES.length]}演示路${number % 300}号`,
  }
}

/** The rows of an invented registry as bytes of JSON lines, made as they are read. */
export async function* syntheticRegistry(rows: number): AsyncGenerator<Uint8Array> {
  for (let from = 1; from <= rows; from += 200) {
    const lines: string[] = []
    for (let number = from; number < from + 200 && number <= rows; number++) {
      lines.push(JSON.stringify(syntheticRegistryRow(number)))
    }
    yield Buffer.from(`${lines.join('\n')}\n`)
  }
}
