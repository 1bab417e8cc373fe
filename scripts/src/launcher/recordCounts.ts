import { disclosureMap } from '@hub/schema/access/disclosureMap'
import { buildSchema, isObjectType, parse } from 'graphql'
import { z } from 'zod'

/** A list of the query root, and how many records it has. */
export interface RecordCount {
  readonly field: string
  /** The list's description: its Chinese name. */
  readonly title: string
  /** Unknown when the division that owns the list does not answer. */
  readonly total: number | undefined
}

interface RootList {
  readonly field: string
  readonly title: string
}

/** The lists of the query root that anyone can count as they are: public connections that ask for no argument. */
export function rootLists(supergraphSdl: string): RootList[] {
  const levels = disclosureMap(parse(supergraphSdl, { noLocation: true }))
  const query = buildSchema(supergraphSdl, { assumeValidSDL: true }).getQueryType()
  return Object.values(query?.getFields() ?? {}).flatMap(({ name, type, args, description }) => {
    const countable = isObjectType(type) && type.name.endsWith('Connection') && 'totalCount' in type.getFields()
    const needsArgument = args.some((argument) => argument.type.toString().endsWith('!'))
    const isPublic = levels.get(`Query.${name}`)?.level === 'PUBLIC'
    return countable && !needsArgument && isPublic ? [{ field: name, title: description?.split('\n')[0] ?? name }] : []
  })
}

const countAnswer = z.object({
  data: z.record(z.string(), z.object({ totalCount: z.number().nullable() }).nullable()).nullish(),
})

const answerMillis = 30_000

/** Asks the hub how many records every public list of its query root has, as anyone sees them. */
export async function recordCounts(gatewayUrl: string, supergraphSdl: string): Promise<RecordCount[]> {
  const lists = rootLists(supergraphSdl)
  const query = `query RecordCounts { ${lists.map(({ field }) => `${field}(first: 1) { totalCount }`).join(' ')} }`
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, operationName: 'RecordCounts' }),
    signal: AbortSignal.timeout(answerMillis),
  })
  const { data } = countAnswer.parse(await response.json())
  return lists.map(({ field, title }) => ({ field, title, total: data?.[field]?.totalCount ?? undefined }))
}
