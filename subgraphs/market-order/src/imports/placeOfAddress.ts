import { codeSet } from '@hub/schema/codes/codeSet'

/** Where an address says that it lies. */
export interface AddressPlace {
  /** GB/T 2260. */
  divisionCode?: string
  functionalZone?: string
}

/** Ways in which addresses write the functional zones, beside their full names. */
const ZONE_SPELLINGS: Record<string, string[]> = {
  ZHENGDONG: ['郑东新区'],
  AIRPORT: ['航空港经济综合实验区', '航空港实验区', '航空港区'],
  ECON: ['经济技术开发区', '经开区'],
  HITECH: ['高新技术产业开发区', '高新技术开发区', '高新区'],
}

const places = codeSet('administrative-divisions').entries.filter(
  ({ code, validTo }) => code.startsWith('4101') && code !== '410100' && !validTo,
)
const otherCity = /^(?!.*郑州).*[^县区]市/

/**
 * The district, county or functional zone that an address of Zhengzhou names outright; an address that names several,
 * or none, says nothing. Never read from an identifier: the digits of a credit code are its registration authority's.
 */
export function placeOfAddress(address: string): AddressPlace {
  const division = only(places.filter(({ name }) => address.includes(name)).map(({ code }) => code))
  const zones = Object.entries(ZONE_SPELLINGS).filter(([, spellings]) =>
    spellings.some((spelling) => address.includes(spelling)),
  )
  const zone = otherCity.test(address) && division === undefined ? undefined : only(zones.map(([code]) => code))
  return {
    ...(division === undefined ? {} : { divisionCode: division }),
    ...(zone === undefined ? {} : { functionalZone: zone }),
  }
}

function only<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined
}
