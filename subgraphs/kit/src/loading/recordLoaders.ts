import DataLoader from 'dataloader'
import type { StoredRecord } from '../family/recordEnvelope.ts'
import type { RecordFamily } from '../family/recordFamily.ts'
import type { RecordReader } from '../query/recordReader.ts'
import { groupBy } from './groupBy.ts'

interface LoadKey {
  family: RecordFamily
  id: string
  asOf: Date | undefined
}

/** One request's batched reads: whatever is asked in one tick about one family costs one database call. */
export interface RecordLoaders {
  /** All records in force of a subject, in the family's default order. */
  ofSubject: (family: RecordFamily, subjectId: string, asOf: Date | undefined) => Promise<StoredRecord[]>
  /** One record, whatever its state; undefined where there is none. */
  byId: (family: RecordFamily, recordId: string, asOf: Date | undefined) => Promise<StoredRecord | undefined>
  /** The record that owns a natural key, whatever its state; undefined where nobody owns it. */
  byKey: (family: RecordFamily, key: string, asOf: Date | undefined) => Promise<StoredRecord | undefined>
  /** The records that hold this text at an indexed path, whatever their state; in no order. */
  byField: (family: RecordFamily, path: string, value: string) => Promise<StoredRecord[]>
  /** Every version of a record, newest first. */
  history: (family: RecordFamily, recordId: string) => Promise<StoredRecord[]>
}

/** Loaders for one request. */
export function recordLoaders(reader: RecordReader): RecordLoaders {
  const ofSubject = grouped('subjectId', (family, ids, asOf) => reader.bySubjects(family, ids, asOf))
  const byId = grouped('recordId', (family, ids, asOf) => reader.byIds(family, ids, asOf))
  const history = grouped('recordId', (family, ids) => reader.versions(family, ids))
  const byPath = new Map<string, ReturnType<typeof grouped>>()
  const fieldLoader = (path: string) => {
    const made = byPath.get(path) ?? grouped(path, (family, values) => reader.byField(family, path, values))
    byPath.set(path, made)
    return made
  }
  const owners = new DataLoader<string, string | undefined>(async (keys) => {
    const owned = await reader.owners(keys)
    return keys.map((key) => owned.get(key))
  })
  return {
    ofSubject: (family, id, asOf) => ofSubject.load({ family, id, asOf }),
    byId: async (family, id, asOf) => (await byId.load({ family, id, asOf }))[0],
    byKey: async (family, key, asOf) => {
      const id = await owners.load(key)
      return id === undefined ? undefined : (await byId.load({ family, id, asOf }))[0]
    },
    byField: (family, path, value) => fieldLoader(path).load({ family, id: value, asOf: undefined }),
    history: (family, id) => history.load({ family, id, asOf: undefined }),
  }
}

type GroupRead = (family: RecordFamily, ids: string[], asOf: Date | undefined) => Promise<StoredRecord[]>

function grouped(by: string, read: GroupRead): DataLoader<LoadKey, StoredRecord[], string> {
  return new DataLoader(
    async (keys: readonly LoadKey[]) => {
      const groups = groupBy(keys, groupName)
      const found = await Promise.all([...groups.values()].map((group) => readGroup(group, by, read)))
      const byKey = new Map(found.flat())
      return keys.map((key) => byKey.get(keyName(key)) ?? [])
    },
    { cacheKeyFn: keyName },
  )
}

async function readGroup(group: LoadKey[], by: string, read: GroupRead) {
  const [first] = group
  if (first === undefined) return []
  const records = await read(
    first.family,
    group.map(({ id }) => id),
    first.asOf,
  )
  const byId = groupBy(records, (record) => record[by] as string)
  return group.map((key) => [keyName(key), byId.get(key.id) ?? []] as const)
}

const groupName = ({ family, asOf }: LoadKey): string => `${family.name}@${asOf?.getTime() ?? 'now'}`
const keyName = (key: LoadKey): string => `${groupName(key)}/${key.id}`
