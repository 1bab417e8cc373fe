import { describe, expect, test } from 'vitest'
import { placeOfAddress } from './placeOfAddress.ts'

describe('placeOfAddress', () => {
  test.each([
    ['郑州市金水区虚构路1号', { divisionCode: '410105' }],
    ['河南省郑州市新郑市虚构镇', { divisionCode: '410184' }],
    ['郑州经济技术开发区虚构大道', { functionalZone: 'ECON' }],
    ['郑州高新区虚构街', { functionalZone: 'HITECH' }],
    ['郑州市中原区高新技术产业开发区虚构街', { divisionCode: '410102', functionalZone: 'HITECH' }],
    ['郑东新区虚构路', { functionalZone: 'ZHENGDONG' }],
    ['郑州航空港经济综合实验区虚构路', { functionalZone: 'AIRPORT' }],
    ['开封市经济技术开发区虚构路', {}],
    ['郑州市金水区与二七区交界', {}],
    ['郑州市中原路1号', {}],
    ['', {}],
  ])('%s', (address, place) => expect(placeOfAddress(address)).toEqual(place))
})
