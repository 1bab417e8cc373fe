import type { Role } from '@hub/schema/access/callerClaims'
import { codeEntry, codeSet } from '@hub/schema/codes/codeSet'
import { maskPersonName } from '@hub/schema/names/maskPersonName'
import type { StoredEvidence } from '../ledger/evidenceStore.ts'
import type { RecordedGround } from '../record/evidenceRecord.ts'
import { sectionsRead } from '../record/sectionsRead.ts'

/** Callers that are systems; everyone else is, or acts through, a natural person. */
const SYSTEMS: ReadonlySet<Role> = new Set(['CREDIT_PLATFORM', 'DIVISION_SERVICE'])

/** One access as its subject is told of it (GraphQL type AccessLogEntry): nobody else's data, no names of fields he cannot see. */
export interface AccessLogEntry {
  readonly at: Date
  readonly caller: string
  readonly unit: string | undefined
  readonly role: Role | undefined
  readonly purpose: string | undefined
  readonly purposeName: string | undefined
  readonly caseNo: string | undefined
  readonly grounds: readonly RecordedGround[]
  readonly levels: readonly string[]
  readonly sections: readonly string[]
  readonly sectionNames: readonly string[]
}

const nameOf = (set: string, code: string): string | undefined => {
  const name = codeEntry(codeSet(set), code)?.name
  return typeof name === 'string' ? name : undefined
}

/** Tells a subject of an access; a natural person's name is masked (PIPL, art. 6: no more than the purpose needs). */
export function accessLogEntry(subjectId: string, record: StoredEvidence): AccessLogEntry {
  const { at, caller, unit, role, purpose, caseNo, grounds = [], levels = [], fields = {} } = record
  const sections = sectionsRead(fields)
  return {
    at,
    caller: role !== undefined && SYSTEMS.has(role) ? caller : maskPersonName(caller),
    unit,
    role,
    purpose,
    purposeName: purpose && nameOf('access-purposes', purpose),
    caseNo,
    // What others consented to is not his to know.
    grounds: grounds.filter((ground) => ground.subjectId === undefined || ground.subjectId === subjectId),
    levels: levels.filter((level) => level !== 'PUBLIC'),
    sections,
    sectionNames: sections.map((code) => nameOf('access-sections', code) ?? code),
  }
}
