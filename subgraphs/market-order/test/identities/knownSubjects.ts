import type { FamilyFields } from '@hub/kit/family/recordFamily'
import { makeRegNo15, makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { usccAlphabet } from '@hub/schema/identifiers/uscc'

/** What about a subject makes its rows hard to link. */
export type SubjectTrait =
  | 'PLAIN'
  | 'RENAMED'
  | 'REG_NO_ONLY'
  | 'LEGACY_NO_ONLY'
  | 'PILOT_CODE'
  | 'NAME_OF_A_CANCELLED_ONE'
  | 'CANCELLED'
  | 'ENTERED_TWICE'
  | 'ABSORBED'

/** A subject of an invented index, and what a generator of rows has to know of it. */
export interface KnownSubject {
  id: string
  trait: SubjectTrait
  fields: FamilyFields & { name: string; uscc?: string }
  /** By which number its rows name it, under the heading of a file. */
  number: { heading: string; value: string }
  formerName?: { name: string; from: string; to: string }
  /** The subject that stands for it. */
  survivorId: string
  mergedOn?: string
}

const TRADES = ['酒业', '商贸', '电子科技', '精密机械', '食品', '物流'] as const
const WORDS = ['禾穗', '云岫', '澄怀', '望岳', '听澜', '鹤鸣', '朗润', '沐川', '青梧', '松风', '砚田', '漱石'] as const
const USCC = '统一社会信用代码'

/** An invented index in which neighbours have similar names and similar numbers. */
export function knownSubjects(groups: number): KnownSubject[] {
  return Array.from({ length: groups }, (_, group) => subjectsOfGroup(group)).flat()
}

function subjectsOfGroup(group: number): KnownSubject[] {
  const serial = (of: number) => String(group * 10 + of).padStart(5, '0')
  const word = WORDS[group % WORDS.length]
  const trade = TRADES[Math.floor(group / WORDS.length) % TRADES.length]
  const name = (of: number) => `虚构${word}${trade}(河南)第${group * 10 + of}号有限公司`
  const uscc = (of: number, category = '91') =>
    makeUscc({ category, authority: '410100', organisation: `MX0${serial(of)}` })
  const coded = (of: number, trait: SubjectTrait, more: Partial<KnownSubject['fields']> = {}): KnownSubject => ({
    id: `S${serial(of)}`,
    trait,
    fields: { name: name(of), uscc: uscc(of), registeredOn: '2009-01-01', ...more },
    number: { heading: USCC, value: more.uscc ?? uscc(of) },
    survivorId: `S${serial(of)}`,
  })
  const numbered = (of: number, trait: SubjectTrait, kind: string, heading: string, value: string): KnownSubject => ({
    id: `S${serial(of)}`,
    trait,
    fields: { name: name(of), identifiers: [{ kind, value }], registeredOn: '1995-01-01' },
    number: { heading, value },
    survivorId: `S${serial(of)}`,
  })
  const regNo = (of: number) => makeRegNo15(`4101000${String(group * 10 + of).padStart(7, '0')}`)
  const formerName = { name: `${name(1)}旧称`, from: '2009-01-01', to: '2015-12-31' }
  const reused = name(5)
  return [
    coded(0, 'PLAIN', { identifiers: [{ kind: 'REG_NO', value: regNo(0) }] }),
    { ...coded(1, 'RENAMED', { nameHistory: [formerName] }), formerName },
    numbered(2, 'REG_NO_ONLY', 'REG_NO', '工商注册号', regNo(2)),
    numbered(3, 'LEGACY_NO_ONLY', 'LEGACY_FIE_NO', '外商投资企业旧注册号', `企合豫郑总字第${serial(3)}号`),
    coded(4, 'PILOT_CODE', { uscc: pilotCode(`M000${serial(4).slice(1)}`) }),
    coded(5, 'CANCELLED', { existenceStatus: 'DEREGISTERED', endedOn: '2015-06-30' }),
    coded(6, 'NAME_OF_A_CANCELLED_ONE', { name: reused, registeredOn: '2017-03-01' }),
    merged(numbered(7, 'ENTERED_TWICE', 'REG_NO', '工商注册号', regNo(7)), `S${serial(0)}`, 'SAME_ENTERPRISE'),
    merged(coded(8, 'ABSORBED'), `S${serial(0)}`, 'ABSORPTION'),
  ]
}

function merged(subject: KnownSubject, survivorId: string, mergeKind: string): KnownSubject {
  const mergedOn = '2018-01-01'
  return {
    ...subject,
    survivorId,
    mergedOn,
    fields: { ...subject.fields, mergedIntoId: survivorId, mergedOn, mergeKind },
  }
}

/** A code as the pilot in Fujian gave them: genuine, though its check character is another one than computed. */
function pilotCode(organisation: string): string {
  const computed = makeUscc({ category: '91', authority: '350203', organisation })
  const last = usccAlphabet.indexOf(computed.charAt(17))
  return computed.slice(0, 17) + usccAlphabet.charAt((last + 7) % usccAlphabet.length)
}
