import type { ImportDefinition } from '@hub/kit/imports/importDefinition'
import { commitments as family } from '../models/commitments.ts'

/** 信用承诺 (domain guide 4.5; requirement R19). */
export const commitments: ImportDefinition = {
  family,
  rulesFile: new URL('../../rules/commitments.json', import.meta.url),
  factDay: 'signedOn',
}
