import { recordType } from '@hub/kit/resolvers/recordType'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { countryLabel, investorOrigin } from '@hub/schema/codes/countries'
import { foreignInvestments } from '../models/foreignInvestments.ts'
import { jointVentures } from '../models/jointVentures.ts'
import { contributionModeName, marketEntityTypeName } from '../rules/codeNames.ts'
import { type CooperationFields, missingTerms } from '../rules/missingTerms.ts'
import { checkRatios, type RatioFields } from '../rules/ratioCheck.ts'
import { type InvestmentReport, isReportLate, reportDueOn } from '../rules/reportTimeliness.ts'

const countryOf = {
  countryLabel: ({ country }: { country?: string }) => (country ? countryLabel(country) : null),
}

/** Record types of foreign-investment, and what their parts compute. */
export const records = {
  ForeignInvestmentRecord: recordType(foreignInvestments),
  JointVentureRecord: {
    ...recordType(jointVentures),
    marketEntityTypeName: (venture: { marketEntityType?: string; marketEntityCodeSet?: string }) =>
      marketEntityTypeName(venture.marketEntityType, venture.marketEntityCodeSet),
    ratioCheck: (venture: RatioFields) => checkRatios(venture),
    missingTerms: (venture: CooperationFields) => missingTerms(venture),
  },
  Investor: {
    ...countryOf,
    origin: ({ country }: { country?: string }) => (country ? investorOrigin(country) : null),
  },
  UltimateController: countryOf,
  VentureParty: countryOf,
  Contribution: {
    modeName: ({ modeCode }: { modeCode?: string }) => contributionModeName(modeCode),
  },
  InvestmentReport: {
    dueOn: (report: InvestmentReport) => reportDueOn(report),
    late: (report: InvestmentReport, { on }: { on?: string | null }) =>
      isReportLate(report, on ?? shanghaiDate(new Date())),
  },
}
