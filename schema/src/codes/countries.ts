import { createRequire } from 'node:module'
import countries from 'i18n-iso-countries/index.js'
import { z } from 'zod'
import { codeEntry, codeSet } from './codeSet.ts'

// The package's main entry reads eighty languages; only one is spoken here.
countries.registerLocale(createRequire(import.meta.url)('i18n-iso-countries/langs/zh.json'))

const labels = codeSet('country-labels')
const aliasList = z.array(z.string()).catch([])

/** Where an investor comes from in law: Hong Kong, Macao and Taiwan are handled by reference to foreign investment. */
export type InvestorOrigin = 'FOREIGN' | 'HK' | 'MO' | 'TW'

/** @param alpha3 ISO 3166-1 alpha-3, upper case */
export function isCountryCode(alpha3: string): boolean {
  return /^[A-Z]{3}$/.test(alpha3) && countries.alpha3ToAlpha2(alpha3) !== undefined
}

/** The name to show as 国别（地区）; Hong Kong, Macao and Taiwan as 中国香港, 中国澳门, 中国台湾. */
export function countryLabel(alpha3: string): string | undefined {
  return codeEntry(labels, alpha3)?.name ?? countries.getName(alpha3, 'zh')
}

/** Undefined for the mainland and for what is no country code. */
export function investorOrigin(alpha3: string): InvestorOrigin | undefined {
  if (alpha3 === 'CHN' || !isCountryCode(alpha3)) return undefined
  const origin = codeEntry(labels, alpha3)?.origin
  return origin === 'HK' || origin === 'MO' || origin === 'TW' ? origin : 'FOREIGN'
}

function codesByName(): Map<string, string> {
  const byName = new Map(
    Object.entries(countries.getNames('zh')).map(([alpha2, name]) => [name, countries.alpha2ToAlpha3(alpha2) ?? '']),
  )
  for (const { code, name, aliases } of labels.entries) {
    for (const spelling of [name, ...aliasList.parse(aliases)]) byName.set(spelling, code)
  }
  return byName
}

const names = codesByName()

/** The alpha-3 code of a country written as alpha-3, alpha-2, numeric code or Chinese name. */
export function findCountry(text: string): string | undefined {
  const written = text.normalize('NFKC').trim().toUpperCase()
  if (isCountryCode(written)) return written
  if (/^\d{3}$/.test(written)) return countries.numericToAlpha3(written)
  return countries.alpha2ToAlpha3(written) ?? names.get(written)
}
