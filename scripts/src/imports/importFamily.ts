import { json } from 'node:stream/consumers'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import { atDoor, type DivisionDoor } from './divisionDoor.ts'

const families = z.object({ families: z.array(z.object({ name: z.string(), chineseName: z.string() })) })

type Named = Readonly<Record<'name' | 'chineseName', string>>

/** @throws HubError HUB_IMPORT_TARGET_UNKNOWN naming the divisions that there are */
export function divisionNamed(name: string): DivisionName {
  const division = divisions.find((candidate) => candidate.name === name || candidate.chineseName === name)
  if (division !== undefined) return division.name
  throw unknown(`没有这个处室 / no such division: ${name}`, divisions)
}

/**
 * The import path of a record family, by this name or the Chinese one, as the division itself has it.
 * @throws HubError HUB_IMPORT_TARGET_UNKNOWN naming the families that there are
 */
export async function familyNamed(door: DivisionDoor, division: DivisionName, name: string): Promise<string> {
  const known = families.parse(await json(await atDoor(door, { path: '' }))).families
  const family = known.find((candidate) => candidate.name === name || candidate.chineseName === name)
  if (family !== undefined) return family.name
  throw unknown(`${division} 没有这个记录类别 / has no such record family: ${name}`, known)
}

function unknown(what: string, known: readonly Named[]): HubError {
  const lines = known.map(({ name, chineseName }) => `  ${name}  ${chineseName}`)
  return new HubError('HUB_IMPORT_TARGET_UNKNOWN', [`${what}；有 there are:`, ...lines].join('\n'))
}
