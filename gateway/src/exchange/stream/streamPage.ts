import { answerText } from '../../execution/answer/answerText.ts'
import type { TextAnswer } from '../../execution/executeOperation.ts'
import { toldError } from '../../request/toldError.ts'
import type { DivisionBehind } from '../feed/feedEvent.ts'
import { HUB_NAMES, type HubPart } from './pageDocument.ts'

/** One page of a subscription. */
export interface StreamPage {
  /** The answer as its reader gets it, JSON in UTF-8. */
  readonly payload: Buffer
  /** Cursor of the next page. */
  readonly next: string
  readonly hasMore: boolean
  readonly count: number
  readonly behind: readonly DivisionBehind[]
}

const made = new WeakMap<TextAnswer, StreamPage>()

/**
 * Takes what the hub asked for itself out of an answer; readers who share an answer share the page. Undefined where there is
 * no page, and the errors tell why.
 */
export function streamPage(answer: TextAnswer, responseName: string): StreamPage | undefined {
  const known = made.get(answer)
  if (known !== undefined) return known
  const data = JSON.parse(answer.data.toString()) as Record<string, (HubPart & Record<string, unknown>) | null> | null
  const root = data?.[responseName]
  if (!root || root._hubNext === null) return undefined
  const { _hubNext: next, _hubMore, _hubCount, _hubBehind } = root
  const told = Object.fromEntries(
    Object.entries(root).filter(([name]) => !(HUB_NAMES as readonly string[]).includes(name)),
  )
  const payload = answerText({
    data: Buffer.from(JSON.stringify({ [responseName]: told })),
    errors: answer.errors.map(toldError),
    divisions: answer.divisions,
  })
  const page = { payload, next, hasMore: _hubMore === true, count: _hubCount ?? 0, behind: _hubBehind ?? [] }
  made.set(answer, page)
  return page
}
