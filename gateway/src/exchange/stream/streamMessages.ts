import type { GraphQLError } from 'graphql'
import { answerText } from '../../execution/answer/answerText.ts'
import { toldError } from '../../request/toldError.ts'
import type { StreamPage } from './streamPage.ts'

/** How what an operation says is put into messages of the GraphQL over SSE protocol. */
export interface StreamMessages {
  page(page: StreamPage): Buffer
  errors(errors: readonly GraphQLError[]): Buffer
  complete(): Buffer
}

const LINE_END = Buffer.from('\n\n')
const known = new WeakMap<StreamPage, Buffer>()

/** Of an operation that has its connection to itself: what a browser's EventSource takes, with the cursor as id. */
export const distinctMessages: StreamMessages = {
  page(page) {
    const message = known.get(page) ?? framed(`event: next\nid: ${page.next}\ndata: `, page.payload)
    // Readers who share a page share its bytes.
    known.set(page, message)
    return message
  },
  errors: (errors) => framed('event: next\ndata: ', payloadOf(errors)),
  complete: () => Buffer.from('event: complete\ndata:\n\n'),
}

/** Of one of several operations on a connection. It has no event id, which would be the last of any of them. */
export function operationMessages(operationId: string): StreamMessages {
  const id = JSON.stringify(operationId)
  const wrapped = (payload: Buffer): Buffer => framed(`event: next\ndata: {"id":${id},"payload":`, payload, '}')
  return {
    page: ({ payload }) => wrapped(payload),
    errors: (errors) => wrapped(payloadOf(errors)),
    complete: () => Buffer.from(`event: complete\ndata: {"id":${id}}\n\n`),
  }
}

const payloadOf = (errors: readonly GraphQLError[]): Buffer => answerText({ errors: errors.map(toldError) })

function framed(head: string, payload: Buffer, tail = ''): Buffer {
  return Buffer.concat([Buffer.from(head), payload, Buffer.from(tail), LINE_END])
}
