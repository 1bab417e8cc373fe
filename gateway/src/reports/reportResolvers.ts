import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import { divisionEnum } from '@hub/schema/divisions/divisionEnum'
import type { DivisionName } from '@hub/schema/divisions/divisions'
import { HubError } from '@hub/schema/errors/HubError'
import type { InProcessContext } from '../execution/divisions/inProcessDivision.ts'
import type { DivisionDesks } from './divisionDesks.ts'
import { type PublicitySources, publicityReport } from './publicity/publicityReport.ts'
import { type DivisionFigures, type QualityQuestion, qualityReport } from './quality/qualityReport.ts'

export interface ReportSources extends Omit<PublicitySources, 'desks'> {
  /** Asked at each question, as there are none yet when the graph is made. */
  readonly desks: () => Pick<DivisionDesks, 'ask'>
}

interface QualityArguments {
  readonly divisions?: readonly string[] | null
  readonly by?: QualityQuestion['by'] | null
  readonly fromMonth?: string | null
  readonly toMonth?: string | null
}

/** Of the time that the hub has for its own field: for putting the report together, so that a desk that is late is named. */
const RESERVE_MILLIS = 500
/** Which division keeps what 双公示 is about. */
const KEEPER: DivisionName = 'market-order'

/** What of the hub's graph tells of its own work (`gateway/graphql/reports.graphql`). */
export function reportResolvers({ desks, ...sources }: ReportSources): SubgraphResolvers {
  const limitsOf = ({ millis, signal }: InProcessContext) => ({ millis: millis - RESERVE_MILLIS, signal })
  const qualityFigures = (_: unknown, given: QualityArguments, context: InProcessContext) => {
    const question = {
      divisions: given.divisions?.map(nameOf),
      by: given.by ?? [],
      fromMonth: given.fromMonth ?? undefined,
      toMonth: given.toMonth ?? undefined,
    }
    return qualityReport(desks(), question, { caller: context.caller, ...limitsOf(context) })
  }
  const report = (_: unknown, { month }: { readonly month: string }, context: InProcessContext) => {
    if (!mayReadReport(context.caller)) throw new HubError('HUB_DISCLOSURE_DENIED')
    return publicityReport({ ...sources, desks: desks() }, month, limitsOf(context))
  }
  return {
    Query: { qualityFigures, publicityReport: report },
    DivisionFigures: {
      division: ({ division }: Partial<DivisionFigures>) => division && divisionEnum.valueOf(division),
    },
  }
}

/** Officers read the report of their own division and nobody else's; whoever is bound to a district reads no whole. */
function mayReadReport({ role, division, divisionCode }: CallerClaims): boolean {
  return role !== 'OFFICER' || (division === KEEPER && divisionCode === undefined)
}

function nameOf(value: string): DivisionName {
  const found = divisionEnum.nameOf(value)
  if (found === undefined) throw new TypeError(`no division ${value}`)
  return found
}
