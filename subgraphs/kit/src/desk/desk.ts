import { HubError } from '@hub/schema/errors/HubError'
import type { BatchLog } from '../imports/batches/batchLog.ts'
import type { ImportCollections } from '../imports/batches/importCollections.ts'
import type { Importer } from '../imports/importer.ts'
import type { FindSubject } from '../imports/linking/findSubject.ts'
import type { ImportPlaces } from '../imports/running/importPlaces.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'

/** What a division's desk works on: its own imports and records, and nobody else's. */
export interface Desk {
  importers: readonly Importer[]
  batches: BatchLog
  imports: ImportCollections
  places: ImportPlaces
  records: DivisionCollections
  findSubject: FindSubject
}

/** @throws HubError BAD_USER_INPUT for a family that the division does not import */
export function importerOf({ importers }: Pick<Desk, 'importers'>, family: string): Importer {
  const found = importers.find(({ name }) => name === family)
  if (found !== undefined) return found
  const names = importers.map(({ name }) => name).join('、')
  throw new HubError(
    'BAD_USER_INPUT',
    `本处室没有记录类别 / no such record family here: ${family}；有 there are: ${names}`,
  )
}
