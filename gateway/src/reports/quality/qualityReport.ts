import type { CallerClaims } from '@hub/schema/access/callerClaims'
import { reachIn } from '@hub/schema/access/reachIn'
import { type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import type { DivisionBehind } from '../../exchange/feed/feedEvent.ts'
import { rootPrefix } from '../../exchange/feed/rootPrefix.ts'
import type { DeskQuestion, DivisionDesks } from '../divisionDesks.ts'
import { type Figures, figureFields, sumFigures } from './figures.ts'

export interface QualityQuestion {
  /** All that the caller may see, when undefined. */
  readonly divisions?: readonly DivisionName[] | undefined
  readonly by: readonly ('FAMILY' | 'MONTH')[]
  /** YYYY-MM; the desks' own last twelve months, when undefined. */
  readonly fromMonth?: string | undefined
  readonly toMonth?: string | undefined
}

export interface DivisionFigures extends Figures {
  readonly division: DivisionName
}

export interface QualityReport {
  readonly figures: readonly DivisionFigures[]
  /** The divisions that answered, together; by month where that was asked. */
  readonly bureau: readonly Figures[]
  /** Divisions whose figures are missing. */
  readonly behind: readonly DivisionBehind[]
}

type Asking = Pick<DeskQuestion, 'caller' | 'millis' | 'signal'>

/**
 * The quality figures of guide 5.4 of several divisions, each by its own desk, in one shape.
 * @throws HubError HUB_DISCLOSURE_DENIED where a division named, or every one, is closed to the caller
 */
export async function qualityReport(
  desks: Pick<DivisionDesks, 'ask'>,
  { divisions: named, by, fromMonth, toMonth }: QualityQuestion,
  asking: Asking,
): Promise<QualityReport> {
  const figures: DivisionFigures[] = []
  const behind: DivisionBehind[] = []
  const variables = { by, fromMonth: fromMonth ?? null, toMonth: toMonth ?? null }
  const answers = openDesks(asking.caller, named).map(async (division) => {
    const answer = await desks.ask({ ...asking, division, text: textOf(division), variables })
    return { division, answer }
  })
  for (const { division, answer } of await Promise.all(answers)) {
    if ('behind' in answer) behind.push(answer.behind)
    else figures.push(...toldFigures(answer.data).map((one) => ({ ...one, division })))
  }
  return { figures, bureau: together(figures), behind }
}

/** Divisions whose desks are open to a caller, of those that he names. */
function openDesks(caller: CallerClaims, named: readonly DivisionName[] | undefined): DivisionName[] {
  const open = divisions.map(({ name }) => name).filter((name) => reachIn(name, caller).anyone === 'INTERNAL')
  const closed = named?.find((name) => !open.includes(name))
  if (closed !== undefined || open.length === 0)
    throw new HubError('HUB_DISCLOSURE_DENIED', undefined, {
      details: closed === undefined ? {} : { division: closed },
    })
  return named === undefined ? open : open.filter((name) => named.includes(name))
}

function textOf(division: DivisionName): string {
  return `query Quality($by: [QualityGrouping!], $fromMonth: String, $toMonth: String) {
    desk: ${rootPrefix(division)}Desk { quality(by: $by, fromMonth: $fromMonth, toMonth: $toMonth) { ${figureFields} } } }`
}

function toldFigures(data: Readonly<Record<string, unknown>>): Figures[] {
  const { desk } = data as { desk: { quality: Figures[] | null } | null }
  return desk?.quality ?? []
}

function together(figures: readonly Figures[]): Figures[] {
  const months = [...new Set(figures.map(({ month }) => month))].sort()
  return months.map((month) =>
    sumFigures(
      figures.filter((one) => one.month === month),
      { family: null, month },
    ),
  )
}
