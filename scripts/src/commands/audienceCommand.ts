import { statedSections } from '@hub/schema/access/accessPurposes'
import { audienceProof, type DisclosedMember } from '@hub/schema/access/audienceProof'
import { audienceScope } from '@hub/schema/access/audienceScope'
import { anonymous, type CallerClaims, type Role } from '@hub/schema/access/callerClaims'
import { type DisclosureLevel, disclosureLevels } from '@hub/schema/access/disclosureLevel'
import { HUB_SUBGRAPH, type SubgraphName } from '@hub/schema/divisions/subgraphs'
import { composeDivisions, divisionGraphs } from '@hub/schema/documents/composeDivisions'
import { noteLines } from '../launcher/compositionReport.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'

export interface AudienceOptions {
  readonly level: DisclosureLevel
  /** Only what this subgraph answers; for INTERNAL the division's officers, otherwise the inspector. */
  readonly division?: SubgraphName
  /** This role and no level: what is reserved for it shows as well. */
  readonly role?: Role
  /** At AUTHORIZED only what this purpose may read; by default what an authorised query may. */
  readonly purpose?: string
}

/** A caller of a role, or who reads up to a level and no further. */
function callerOf({ level, division: subgraph, role, purpose = 'AUTHORISED_QUERY' }: AudienceOptions): CallerClaims {
  const division = subgraph === HUB_SUBGRAPH ? undefined : subgraph
  if (role !== undefined) return { ...anonymous, role, division }
  if (level === 'PUBLIC') return anonymous
  if (level === 'INTERNAL') return { ...anonymous, role: division ? 'OFFICER' : 'INSPECTOR', division }
  const sections = statedSections(purpose)
  return { ...anonymous, role: 'ANALYST', ...(level === 'AUTHORIZED' && { purpose, grants: [{ sections }] }) }
}

const sources = { MEMBER: '字段 field', TYPE: '类型 type', PLUMBING: '分页 paging', UNMARKED: '参数 input' }

function line(member: DisclosedMember): string {
  const { coordinate, level, source, owners, reservedFor, declassified, place } = member
  const why = [level, sources[source], owners.join(','), place ? `${place.file}:${place.line}` : '']
  const roles = reservedFor ? [`只限 only: ${reservedFor.join(',')}`] : []
  return [coordinate, ...why, ...roles, ...(declassified ? [`降级 declassified: ${declassified}`] : [])].join('  ')
}

/**
 * `hub audience`: everything in the graph of those who read up to a level, and the line of SDL that puts it there.
 * @returns false when the divisions do not compose
 */
export async function audienceCommand(options: AudienceOptions, progress: ProgressLines): Promise<boolean> {
  const { supergraphSdl, errors = [] } = composeDivisions()
  for (const text of errors.flatMap(noteLines)) progress.line(text)
  if (supergraphSdl === undefined) return false
  const proof = audienceProof(supergraphSdl, divisionGraphs(), audienceScope(callerOf(options)))
  const shown = proof.filter(({ owners }) => options.division === undefined || owners.includes(options.division))
  for (const member of shown) progress.line(line(member))
  const counts = disclosureLevels.map((level) => `${level} ${shown.filter((one) => one.level === level).length}`)
  progress.line(`✓ ${shown.length} (${counts.join(', ')})`)
  return true
}
