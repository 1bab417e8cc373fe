import { HubError } from '@hub/schema/errors/HubError'
import type { OpenTargetWith } from '../delivery/openTargets.ts'
import { FrontTarget } from './frontTarget.ts'
import { MongoFront } from './mongoFront.ts'
import { SqlFront } from './sqlFront.ts'

export interface FrontDatabaseSettings {
  readonly FRONT_DATABASES: ReadonlyMap<string, string>
  readonly DELIVERY_DEADLINE_MS: number
}

/** Opens partners' front-end databases, under the settings of this hub. */
export function openFrontDatabase({ FRONT_DATABASES, DELIVERY_DEADLINE_MS }: FrontDatabaseSettings): OpenTargetWith {
  return async ({ id, terms: { endpoint = '' } }) => {
    const url = FRONT_DATABASES.get(endpoint)
    if (url === undefined)
      throw new HubError('BAD_USER_INPUT', `FRONT_DATABASES 中没有“${endpoint}” / is not among FRONT_DATABASES`)
    const table = url.startsWith('mongodb')
      ? new MongoFront(url, DELIVERY_DEADLINE_MS)
      : new SqlFront(url, DELIVERY_DEADLINE_MS)
    return new FrontTarget(id, table)
  }
}
