import type { StoredRecord } from '@hub/kit/family/recordEnvelope'
import type { RecordLoaders } from '@hub/kit/loading/recordLoaders'
import type { DivisionContext } from '@hub/kit/server/divisionContext'
import { HubError } from '@hub/schema/errors/HubError'
import { subjects } from '../models/subjects.ts'
import { identifierKey, type WrittenIdentifier } from '../rules/identifierKey.ts'
import { readMergers, survivorOf } from '../rules/survivor.ts'

interface At {
  asOf?: Date | null
}

/**
 * Resolver of `Query.enterprise`: by subject id or by credit code.
 * @throws HubError BAD_USER_INPUT unless exactly one of both is given
 */
export async function enterpriseByIdOrUscc(
  _root: unknown,
  { subjectId, uscc, asOf }: { subjectId?: string | null; uscc?: string | null } & At,
  { loaders }: DivisionContext,
): Promise<StoredRecord | undefined> {
  if (uscc && !subjectId) return bearerOf({ kind: 'USCC', value: uscc }, loaders, asOf ?? undefined)
  if (subjectId && !uscc) return loaders.byId(subjects, subjectId, asOf ?? undefined)
  throw new HubError(
    'BAD_USER_INPUT',
    'subjectId 与 uscc 须给出且只给出其一 / give one of subjectId and uscc, not both',
  )
}

/** Resolver of `Query.enterpriseByIdentifier`: an identifier finds the subject that ever had it, or stands for that one. */
export function enterpriseByIdentifier(
  _root: unknown,
  { asOf, ...identifier }: WrittenIdentifier & At,
  { loaders }: DivisionContext,
): Promise<StoredRecord | undefined> {
  return bearerOf(identifier, loaders, asOf ?? undefined)
}

async function bearerOf(
  identifier: WrittenIdentifier,
  loaders: RecordLoaders,
  asOf: Date | undefined,
): Promise<StoredRecord | undefined> {
  const owner = await loaders.byKey(subjects, identifierKey(identifier), asOf)
  if (owner === undefined) return undefined
  const load = async (ids: string[]) => {
    const found = await Promise.all(ids.map((id) => loaders.byId(subjects, id, asOf)))
    return found.filter((subject) => subject !== undefined)
  }
  return survivorOf(owner, await readMergers([owner], load))
}
