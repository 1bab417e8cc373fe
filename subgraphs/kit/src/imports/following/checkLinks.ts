import { newId } from '../../store/newId.ts'
import type { Importer } from '../importer.ts'
import type { LinkAnswer } from '../linking/subjectLinker.ts'
import type { SubjectIdentity } from '../rows/subjectIdentity.ts'
import type { ImportPlaces } from '../running/importPlaces.ts'
import type { FoundContradiction } from './contradictedLinks.ts'
import { LINK_FIELDS, type LinkOfRecord, type RelinkPlaces } from './relinkRecords.ts'

const RECORDS_AT_A_TIME = 500

/**
 * Asks the index again about every record whose link rests on its numbers and name, and notes the links that do not hold
 * any more. Nothing is changed: a person decides. Links by hand are not asked about.
 * @throws when the index cannot be asked; what was noted until then stays
 */
export async function checkLinks(
  importer: Importer,
  places: Pick<RelinkPlaces & ImportPlaces, 'records' | 'link' | 'contradicted'>,
  now: Date,
): Promise<void> {
  const check = newId(now.getTime())
  for await (const records of linkedRecords(importer, places)) {
    const answers = await places.link(records.map(({ identity }) => identity))
    for (const [index, { record }] of records.entries()) {
      const found = contradictionOf(record, answers[index], importer)
      if (found !== undefined) await places.contradicted.note({ ...found, foundAt: now, seenIn: check })
    }
  }
  const { current } = places.records.modelsOf(importer.family)
  await places.contradicted.forgetOthers(importer.name, check, async (recordIds) => {
    const found = await current.find({ _id: { $in: recordIds } }, { projection: LINK_FIELDS }).toArray()
    const standing = found.filter(({ recordState }) => recordState === 'CURRENT')
    return new Map(standing.map(({ recordId, subjectId }) => [recordId, subjectId]))
  })
}

interface LinkedRecord {
  record: LinkOfRecord
  identity: SubjectIdentity
}

async function* linkedRecords(
  { family }: Importer,
  { records }: Pick<RelinkPlaces, 'records'>,
): AsyncGenerator<LinkedRecord[]> {
  const { current } = records.modelsOf(family)
  for (let after = ''; ; ) {
    // By the key alone: a second condition would take the index away on some servers.
    const options = { sort: { _id: 1 }, limit: RECORDS_AT_A_TIME, projection: { ...LINK_FIELDS, source: 1 } } as const
    const found = await current.find({ _id: { $gt: after } }, options).toArray()
    const last = found.at(-1)
    if (last === undefined) return
    after = String(last._id)
    yield found.flatMap((record) => {
      const identity = record.source?.subject
      return record.recordState === 'CURRENT' && identity !== undefined ? [{ record, identity }] : []
    })
  }
}

function contradictionOf(
  { recordId, subjectId }: LinkOfRecord,
  answer: LinkAnswer | undefined,
  { name }: Importer,
): Omit<FoundContradiction, 'foundAt' | 'seenIn'> | undefined {
  if (answer === undefined || answer.outcome === 'UNAVAILABLE') throw new Error('The subject index was not reached')
  if (answer.subjectId === subjectId) return undefined
  const link = { _id: recordId, family: name, subjectId }
  const { outcome, candidates } = answer
  if (answer.subjectId !== undefined) {
    return { ...link, contradiction: 'LINKED_ELSEWHERE', candidates: [{ subjectId: answer.subjectId }] }
  }
  return outcome === 'LINKED' || outcome === 'REFUSED' ? undefined : { ...link, contradiction: outcome, candidates }
}
