import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { RedisConnection } from '@hub/schema/redis/redisConnection'
import type { DocumentGuard } from '../execution/documentStore.ts'
import type { LoadedSupergraph } from '../supergraph/loadSupergraph.ts'
import { CallerBudget } from './callerBudget.ts'
import { costDirectives } from './costDirectives.ts'
import { CostGuard } from './costGuard.ts'
import type { GuardSettings } from './guardSettings.ts'
import { limitDocument } from './limitDocument.ts'
import { limitText } from './limitText.ts'
import { limitVariables } from './limitVariables.ts'
import { defaultRequestLimits, type RequestLimits } from './requestLimits.ts'
import { type AskedDocument, registeredOperations, TrustedDocuments } from './trustedDocuments.ts'

/** What stands between a request and what it costs. */
export interface RequestGuards {
  /** Looks at every document that is not known yet. */
  readonly document: DocumentGuard
  readonly cost: CostGuard
  /**
   * The text that is asked for, once text and variables are within bounds.
   * @throws HubError HUB_LIMIT_EXCEEDED, HUB_DOCUMENT_UNKNOWN, HUB_DOCUMENT_REQUIRED
   */
  admit(asked: AskedRequest, caller: CallerClaims): string
  /** The purpose that the registration of an operation states, by its text. */
  purposeOf(text: string): string | undefined
}

export interface AskedRequest extends AskedDocument {
  readonly variables: Readonly<Record<string, unknown>> | undefined
}

/** The guards that the settings ask for, over a graph that says what its fields cost. */
export async function requestGuards(
  settings: GuardSettings,
  { supergraph }: Pick<LoadedSupergraph, 'supergraph'>,
  redis?: RedisConnection,
): Promise<RequestGuards> {
  const limits: RequestLimits = {
    ...defaultRequestLimits,
    tokens: settings.QUERY_TOKEN_LIMIT,
    depth: settings.QUERY_DEPTH_LIMIT,
    aliases: settings.QUERY_ALIAS_LIMIT,
  }
  const operations = await registeredOperations(settings.OPERATIONS_FOLDER)
  const documents = new TrustedDocuments(operations, new Set(settings.TRUSTED_ONLY_ROLES))
  return {
    document: {
      text: (text) => limitText(text, limits),
      document: (document) => limitDocument(document, limits),
    },
    cost: new CostGuard(settings.COST_LIMIT, new CallerBudget(settings.COST_BUDGET, redis), costDirectives(supergraph)),
    admit(asked, { role }) {
      if (asked.variables) limitVariables(asked.variables, limits)
      return documents.textFor(asked, role)
    },
    purposeOf: (text) => documents.purposeOf(text),
  }
}
