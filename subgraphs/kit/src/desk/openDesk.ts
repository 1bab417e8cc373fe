import type { DocumentNode } from 'graphql'
import { BatchLog } from '../imports/batches/batchLog.ts'
import { buildImportIndexes, importCollections } from '../imports/batches/importCollections.ts'
import type { ImportDefinition } from '../imports/importDefinition.ts'
import { importers } from '../imports/importer.ts'
import type { FindSubject } from '../imports/linking/findSubject.ts'
import type { SubjectLinker } from '../imports/linking/subjectLinker.ts'
import { importPlaces } from '../imports/running/importPlaces.ts'
import type { DivisionCollections } from '../store/divisionCollections.ts'
import type { Desk } from './desk.ts'

/** What a division's desk is made of. */
export interface DeskParts {
  definitions: readonly ImportDefinition[]
  sdl: DocumentNode
  records: DivisionCollections
  link: SubjectLinker
  findSubject: FindSubject
}

/** Makes a division's imports and desk ready: importers from its SDL, indexes, runs of a former process closed. */
export async function openDesk({ definitions, sdl, records, link, findSubject }: DeskParts): Promise<Desk> {
  const imports = importCollections(records)
  await buildImportIndexes(imports)
  const batches = new BatchLog(imports)
  await batches.closeInterrupted()
  const places = importPlaces(records, imports, link)
  return { importers: importers(definitions, sdl), batches, imports, places, records, findSubject }
}
