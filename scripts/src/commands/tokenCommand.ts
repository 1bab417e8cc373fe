import { resolve } from 'node:path'
import { statedSections } from '@hub/schema/access/accessPurposes'
import { type CallerClaims, type Role, roles } from '@hub/schema/access/callerClaims'
import { callerFault } from '@hub/schema/access/callerFault'
import { HubError } from '@hub/schema/errors/HubError'
import { demoToken } from '../access/demoToken.ts'
import { readHubKeys } from '../dataFolder/hubKeys.ts'
import { isProduction } from '../environment.ts'
import { divisionNamed } from '../imports/importFamily.ts'

export interface CallerOptions {
  readonly role: string
  readonly name?: string
  readonly division?: string
  readonly district?: string
  readonly subject?: readonly string[]
  readonly unit?: string
}

export interface TokenOptions extends CallerOptions {
  readonly purpose?: string
  readonly case?: string
  readonly hours: number
  readonly data: string
}

function roleNamed(text: string): Role {
  const role = roles.find((candidate) => candidate === text.toUpperCase().replaceAll('-', '_'))
  if (role !== undefined) return role
  const names = roles.map((name) => name.toLowerCase().replaceAll('_', '-')).join(', ')
  throw new HubError('BAD_USER_INPUT', `没有这个角色 / no such role: ${text}; ${names}`)
}

/** @throws HubError BAD_USER_INPUT when role, division, district and subjects do not fit together */
export function claimsOf({ role, name, division, district, subject, unit }: CallerOptions): CallerClaims {
  const claims = {
    caller: name ?? `demo-${role}`,
    role: roleNamed(role),
    ...(unit === undefined ? {} : { unit }),
    ...(division === undefined ? {} : { division: divisionNamed(division) }),
    ...(district === undefined ? {} : { divisionCode: district }),
    ...(subject === undefined ? {} : { subjectIds: subject }),
  }
  const fault = callerFault(claims)
  if (fault !== undefined) throw new HubError('BAD_USER_INPUT', `身份不完整 / the claims do not fit together: ${fault}`)
  return claims
}

/**
 * `hub token`: prints a token of the demo's own issuer.
 * @throws HubError HUB_DEMO_ISSUER_REFUSED in production, HUB_PURPOSE_UNKNOWN, BAD_USER_INPUT where no hub has been started
 */
export async function tokenCommand(options: TokenOptions): Promise<void> {
  const { purpose, case: caseNo, hours, data } = options
  if (isProduction()) throw new HubError('HUB_DEMO_ISSUER_REFUSED')
  if (purpose !== undefined) statedSections(purpose)
  const claims = {
    ...claimsOf(options),
    ...(purpose === undefined ? {} : { purpose }),
    ...(caseNo === undefined ? {} : { caseNo }),
  }
  const { issuer } = await readHubKeys(resolve(data))
  if (issuer === undefined)
    throw new HubError(
      'BAD_USER_INPUT',
      `请先在此数据文件夹启动枢纽 / start a hub on this data folder first: ${resolve(data)}`,
    )
  process.stdout.write(`${await demoToken(issuer, claims, hours)}\n`)
}
