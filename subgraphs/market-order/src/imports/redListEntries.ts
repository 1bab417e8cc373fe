import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { redListEntries as family } from '../models/redListEntries.ts'

/** 守信红名单 (domain guide 4.5). */
export const redListEntries: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/red-list-entries.json', import.meta.url),
  factDay: 'listedOn',
}
