import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { accompanyingNotes as family } from '../models/accompanyingNotes.ts'

/** 酒类流通随附单 (domain guide 4.3), reported by their sellers. */
export const accompanyingNotes: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/accompanying-notes.json', import.meta.url),
  factDay: 'soldOn',
}
