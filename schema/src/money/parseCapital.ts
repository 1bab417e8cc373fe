import { type Currency, currencies } from '../codes/currencies.ts'

/** What a text of registered capital (注册资金) says; what it leaves open is absent, never assumed. */
export interface Capital {
  /** Exact decimal text, in `unit`. */
  readonly amount?: string
  /** 元 or 万元 of the currency; absent where the text offers both or neither. */
  readonly unit?: 'YUAN' | 'WAN'
  /** ISO 4217. 万元 by itself names no currency: texts such as 万元美元 use it as a mere unit. */
  readonly currency?: string
  readonly raw: string
}

const numeral = /\d[\d,.]*/
const amountShape = /^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/

const spellings = currencies
  .flatMap((currency) => [currency.name, ...currency.aliases, currency.code].map((text) => ({ text, currency })))
  .sort((a, b) => b.text.length - a.text.length)

interface Naming {
  readonly text: string
  readonly currency: Currency
}

function amountOf(text: string): string | undefined {
  return amountShape.test(text) ? text.replaceAll(',', '').replace(/^0+(?=\d)/, '') : undefined
}

function unitOf(words: string, naming: Naming | undefined): Capital['unit'] {
  if (/[/亿千百十]/.test(words)) return undefined
  if (words.includes('万')) return 'WAN'
  // 美元 and 英镑 are units as well as names; 人民币 and 港币 only name the money.
  const isUnit = naming !== undefined && !/币$|^[A-Z]+$/.test(naming.text)
  return isUnit || words.includes('元') ? 'YUAN' : undefined
}

/** Reads a capital text of a registry: `1,200(万美元)`, `100(万元(人民币))`, `(万)`, `N/A`. */
export function parseCapital(raw: string): Capital {
  const text = raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s()[\]]/g, '')
  const written = numeral.exec(text)?.[0]
  const words = text.replace(numeral, '')
  const amount = written === undefined ? undefined : amountOf(written)
  const naming = spellings.find((spelling) => words.includes(spelling.text))
  const unit = unitOf(naming ? words.replace(naming.text, '') : words, naming)
  return {
    ...(amount !== undefined && { amount }),
    ...(unit && { unit }),
    ...(naming && { currency: naming.currency.code }),
    raw,
  }
}
