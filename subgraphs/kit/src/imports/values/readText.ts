import { readsAsCitizenId } from '@hub/schema/identifiers/cnIdNumber'
import { saysNothing } from './cellText.ts'
import type { ValueReading } from './valueReading.ts'

/** Control characters other than tab and line ends. */
const CONTROL = /(?![\t\n\r])\p{Control}/u
const REPLACEMENT = '\ufffd'

/** Reads free text: kept as written but for white space around it. */
export function readText(text: string): ValueReading {
  if (saysNothing(text)) return {}
  if (CONTROL.test(text)) return { fault: { rule: 'control-characters', message: '文本含有控制字符' } }
  if (text.includes(REPLACEMENT)) return { fault: { rule: 'encoding', message: '文本含有乱码，请核对文件编码' } }
  return { value: text }
}

/** Reads a text that is a code by its nature; a citizen's id number in it is held back (PIPL). */
export function readCodeText(text: string): ValueReading {
  if (readsAsCitizenId(text)) return { fault: { rule: 'citizen-id', message: '代码栏中疑为公民身份号码，须确认' } }
  return readText(text)
}
