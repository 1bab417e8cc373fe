import { checkUscc } from '@hub/schema/identifiers/uscc'
import { saysNoCode } from './cellText.ts'
import type { ValueFault, ValueReading } from './valueReading.ts'

/** Reads a unified social credit code: an invalid one is doubted, an exception and a deviating organisation part are remarked. */
export function readUscc(text: string): ValueReading {
  if (saysNoCode(text)) return {}
  const { outcome, value, organisationCodeAgrees, readsAsCitizenId, reason = '' } = checkUscc(text)
  if (readsAsCitizenId) {
    return { fault: { rule: 'citizen-id', message: '统一社会信用代码栏中疑为公民身份号码，须确认' } }
  }
  if (outcome === 'INVALID') return { fault: { rule: 'uscc', message: reason } }
  const warnings: ValueFault[] = []
  if (outcome === 'CHECKSUM_EXCEPTION')
    warnings.push({ rule: 'uscc-exception', message: `${reason}；属早期试点代码，须确认` })
  if (!organisationCodeAgrees) {
    warnings.push({ rule: 'uscc-organisation-part', message: '第 9–17 位不符合组织机构代码校验（GB 11714）' })
  }
  return { value, warnings }
}
