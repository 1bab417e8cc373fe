import { recordFamilies } from '@hub/schema/divisions/recordFamilies'
import { askHub, type HubDesk } from './askHub.ts'

interface RootField {
  readonly name: string
  readonly args: readonly { readonly name: string }[]
  readonly type: { readonly name: string | null }
}

const ROOT_FIELDS = '{ __type(name: "Query") { fields { name args { name } type { name } } } }'

/**
 * Whether a division has a record, as far as the hub's graph shows it to a role.
 * @returns undefined where that cannot be said, as a division does not answer or the token may not ask
 */
export async function knownRecord(hub: HubDesk, recordId: string): Promise<boolean | undefined> {
  try {
    const { __type } = await askHub<{ __type: { fields: readonly RootField[] } }>(hub, ROOT_FIELDS)
    const names = rootsOfRecords(__type.fields)
    if (names.length === 0) return undefined
    const asked = names.map((name) => `${name}(recordId: $id) { recordId }`)
    const found = await askHub<Record<string, object | null>>(hub, `query($id: ID!) { ${asked.join(' ')} }`, {
      id: recordId,
    })
    return Object.values(found).some((record) => record !== null)
  } catch {
    return undefined
  }
}

/** The fields that give one record of a family by its id. */
export function rootsOfRecords(fields: readonly RootField[]): string[] {
  const types = new Set<string>(recordFamilies.map(({ typeName }) => typeName))
  const isOfRecord = ({ args, type }: RootField): boolean =>
    types.has(type.name ?? '') && args.some(({ name }) => name === 'recordId')
  return fields.filter(isOfRecord).map(({ name }) => name)
}
