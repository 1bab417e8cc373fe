import { cnIdCheckCharacter } from '@hub/schema/identifiers/cnIdNumber'
import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import fc from 'fast-check'
import type { KnownSubject } from './knownSubjects.ts'

/** What must become of a row: linked to its true subject, waiting for a person or the index, or held back in doubt. */
export type Verdict = 'LINKED' | 'WAITS' | 'DOUBT'

/** A row as a division might report it, and the truth about it. */
export interface LabelledRow {
  dirt: string
  cells: Record<string, string>
  /** The subject that it is really about; none where the index does not have it. */
  truth: string | undefined
  verdict: Verdict
}

/** What dirtying a row draws from. */
interface Chances {
  subject: KnownSubject
  other: KnownSubject
  /** A place in a text, and another choice. */
  at: number
  pick: number
}

type Pair = readonly [string, string]
type Dirt = (chances: Chances) => Omit<LabelledRow, 'dirt'> | undefined

const DAY = '2012-05-06'
const NAME = '企业名称'
const USCC = '统一社会信用代码'
const BRACKETS: readonly [Pair, ...Pair[]] = [
  ['（', '）'],
  ['〔', '〕'],
  ['【', '】'],
]
const HAN = [...'甲乙丙丁戊己庚辛壬癸']

const row = (
  { fields, number, survivorId }: KnownSubject,
  verdict: Verdict,
  cells: Record<string, string> = {},
): Omit<LabelledRow, 'dirt'> => ({
  cells: { 承诺类型: 'VOLUNTARY', 签署日期: DAY, [NAME]: fields.name, [number.heading]: number.value, ...cells },
  truth: survivorId,
  verdict,
})

/** The same fact after its subject had gone into another one. */
const late = { 签署日期: '2020-05-06' }
const named = (subject: KnownSubject, verdict: Verdict, name: string) => row(subject, verdict, { [NAME]: name })
const fullWidth = (text: string) =>
  text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))
const spaced = (text: string, at: number, space: string) => {
  const place = at % text.length
  return text.slice(0, place) + space + text.slice(place)
}
const replaced = (text: string, at: number, by: string) => {
  const place = at % text.length
  return text.slice(0, place) + by + text.slice(place + 1)
}
const pickOf = <Item>(items: readonly [Item, ...Item[]], pick: number): Item => items[pick % items.length] ?? items[0]

/** Every kind of dirt, with what must become of it; undefined where a subject has nothing to be dirtied so. */
const dirts: Record<string, Dirt> = {
  clean: ({ subject }) => row(subject, 'LINKED'),
  'full width': ({ subject }) =>
    row(subject, 'LINKED', {
      [NAME]: fullWidth(subject.fields.name),
      [subject.number.heading]: fullWidth(subject.number.value),
    }),
  'lower case': ({ subject }) =>
    row(subject, 'LINKED', { [subject.number.heading]: subject.number.value.toLowerCase() }),
  brackets: ({ subject, pick }) => {
    const [open, close] = pickOf(BRACKETS, pick)
    return named(subject, 'LINKED', subject.fields.name.replace('(', open).replace(')', close))
  },
  spaces: ({ subject, at, pick }) =>
    named(subject, 'LINKED', spaced(subject.fields.name, at, pickOf([' ', '\u3000', '\u200b', '\t'], pick))),
  'full stop': ({ subject, pick }) => named(subject, 'LINKED', subject.fields.name + pickOf(['。', '.', '；'], pick)),
  'one wrong character': ({ subject, at, pick }) => {
    const name = replaced(subject.fields.name, at, HAN[pick % HAN.length] ?? '甲')
    return name === subject.fields.name ? undefined : named(subject, 'WAITS', name)
  },
  'a character left out': ({ subject, at }) => named(subject, 'WAITS', replaced(subject.fields.name, at, '')),
  'other legal form': ({ subject }) => named(subject, 'WAITS', subject.fields.name.replace('有限公司', '有限责任公司')),
  'branch suffix': ({ subject, pick }) =>
    named(subject, 'WAITS', subject.fields.name + pickOf(['郑州分公司', '第一分店', '新乡办事处'], pick)),
  'former name in its time': ({ subject }) => subject.formerName && named(subject, 'LINKED', subject.formerName.name),
  'former name out of its time': ({ subject }) =>
    subject.formerName && row(subject, 'WAITS', { [NAME]: subject.formerName.name, ...late }),
  'name alone': ({ subject }) => row(subject, 'WAITS', { [subject.number.heading]: '' }),
  'code of another': ({ subject, other }) =>
    other.survivorId === subject.survivorId || other.fields.name === subject.fields.name
      ? undefined
      : row(subject, 'WAITS', { [subject.number.heading]: '', [other.number.heading]: other.number.value }),
  'numbers of two subjects': ({ subject, other }) =>
    other.survivorId === subject.survivorId || other.number.heading === subject.number.heading
      ? undefined
      : row(subject, 'WAITS', { [other.number.heading]: other.number.value }),
  'one wrong character in the code': ({ subject, at, pick }) => {
    const { heading, value } = subject.number
    const wrong = replaced(value, at, pickOf([...'0123456789'] as [string, ...string[]], pick))
    if (heading !== USCC || wrong === value || subject.trait === 'PILOT_CODE') return undefined
    return row(subject, 'DOUBT', { [heading]: wrong })
  },
  'a citizen id in the code': ({ subject, at, pick }) =>
    row(subject, 'DOUBT', { [subject.number.heading]: citizenId(at, pick) }),
  'organisation code only': ({ subject }) =>
    subject.number.heading === USCC && subject.trait !== 'ABSORBED'
      ? row(subject, 'LINKED', { [USCC]: '', 组织机构代码: organisationCode(subject.number.value) })
      : undefined,
  'number of a merged one after that day': ({ subject }) => {
    if (subject.mergedOn === undefined) return undefined
    return row(subject, subject.trait === 'ENTERED_TWICE' ? 'LINKED' : 'WAITS', late)
  },
  'a firm that the index lacks, under a known name': ({ subject, at }) => {
    const uscc = makeUscc({ category: '91', authority: '410100', organisation: `MY${String(at).padStart(6, '0')}` })
    const { cells } = row(subject, 'WAITS', { [subject.number.heading]: '', [USCC]: uscc })
    return { cells, truth: undefined, verdict: 'WAITS' }
  },
}

const organisationCode = (uscc: string): string => `${uscc.slice(8, 16)}-${uscc.slice(16, 17)}`

function citizenId(at: number, pick: number): string {
  const year = 1950 + (at % 50)
  const month = String(1 + (pick % 12)).padStart(2, '0')
  const first17 = `410105${year}${month}1${at % 9}${String(pick % 1000).padStart(3, '0')}`
  return first17 + cnIdCheckCharacter(first17)
}

/** Rows about the subjects of an index, dirtied in every way, each with its label. */
export function dirtyRow(known: readonly KnownSubject[]): fc.Arbitrary<LabelledRow> {
  const chances = fc.record({
    subject: fc.constantFrom(...known),
    other: fc.constantFrom(...known),
    at: fc.nat(99_999),
    pick: fc.nat(9_999),
  })
  return fc
    .tuple(fc.constantFrom(...Object.entries(dirts)), chances)
    .map(([[dirt, make], drawn]) => {
      const made = make(drawn)
      return made === undefined ? undefined : { dirt, ...made }
    })
    .filter((made) => made !== undefined)
}
