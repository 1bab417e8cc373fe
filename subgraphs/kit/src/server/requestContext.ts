import { anonymous, type CallerClaims } from '@hub/schema/access/callerClaims'
import type { Desk } from '../desk/desk.ts'
import { recordLoaders } from '../loading/recordLoaders.ts'
import { readDeadline } from '../query/readDeadline.ts'
import { RecordReader } from '../query/recordReader.ts'
import { RecordStore } from '../store/recordStore.ts'
import type { DivisionContext } from './divisionContext.ts'

/** Header by which the hub says how many milliseconds the caller will still wait. */
export const DEADLINE_HEADER = 'hub-deadline-ms'

/** One request's context: readers and loaders that share its deadline, the hub's or our own, whichever is shorter. */
export function requestContext(
  desk: Desk,
  ownMillis: number,
  deadlineHeader: string | string[] | undefined,
  caller: CallerClaims = anonymous,
): DivisionContext {
  const { records: collections } = desk
  const asked = Number(deadlineHeader)
  const deadline = readDeadline(asked > 0 ? Math.min(asked, ownMillis) : ownMillis)
  const reader = new RecordReader(collections, deadline, caller)
  const loaders = recordLoaders(reader)
  return { caller, collections, desk, deadline, reader, loaders, store: new RecordStore(collections) }
}
