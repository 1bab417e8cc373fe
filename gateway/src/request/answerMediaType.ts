export const RESPONSE_JSON = 'application/graphql-response+json'
export const PLAIN_JSON = 'application/json'

export type AnswerMediaType = typeof RESPONSE_JSON | typeof PLAIN_JSON

const RANGES = new Map<string, AnswerMediaType>([
  [RESPONSE_JSON, RESPONSE_JSON],
  [PLAIN_JSON, PLAIN_JSON],
  ['application/*', PLAIN_JSON],
  ['*/*', PLAIN_JSON],
])

interface Offer {
  readonly type: AnswerMediaType
  readonly quality: number
}

function offers(accept: string): Offer[] {
  return accept.split(',').flatMap((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const type = RANGES.get(name)
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1)
    return type === undefined || quality === 0 ? [] : [{ type, quality }]
  })
}

/**
 * The media type of the answer: GraphQL over HTTP, "Accept". Clients that accept anything get `application/json`,
 * which is what clients that do not know better expect. Undefined when none is acceptable.
 */
export function answerMediaType(accept: string | undefined): AnswerMediaType | undefined {
  if (accept === undefined || accept === '') return PLAIN_JSON
  const only = RANGES.get(accept)
  if (only !== undefined) return only
  const [best] = offers(accept).sort((a, b) => b.quality - a.quality)
  return best?.type
}
