import type { Logger } from 'pino'
import type { AccessEvent, AccessObserver } from '../../access/accessEvent.ts'
import type { EvidenceLedger } from '../ledger/evidenceLedger.ts'
import type { EvidenceContent } from '../record/evidenceRecord.ts'

function contentOf({
  kind,
  at,
  caller,
  role,
  from,
  requestId,
  result,
  details = {},
  subjectIds,
}: AccessEvent): EvidenceContent {
  const texts = Object.entries(details).map(([name, value]) => [name, String(value).toWellFormed()])
  return {
    kind: 'ACT',
    at: at.toISOString(),
    caller: (caller ?? 'unknown').toWellFormed(),
    operation: kind,
    result,
    details: Object.fromEntries(texts),
    ...(role === undefined ? {} : { role }),
    ...(from === undefined ? {} : { from }),
    ...(requestId === undefined ? {} : { traceId: requestId }),
    ...(subjectIds === undefined ? {} : { subjectIds }),
  }
}

/**
 * Keeps evidence of administrative acts and of refused credentials; without a ledger only the log tells of them.
 * An act fails where there can be no evidence of it; a refusal is one in any case.
 */
export function accessObserver(ledger: EvidenceLedger | undefined, logger: Logger): AccessObserver {
  return async (event) => {
    logger.warn(event, 'access')
    try {
      await ledger?.append(contentOf(event))
    } catch (err) {
      if (event.kind !== 'CREDENTIAL_REFUSED') throw err
      logger.error({ err }, 'evidence')
    }
  }
}
