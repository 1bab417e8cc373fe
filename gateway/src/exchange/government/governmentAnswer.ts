import { z } from 'zod'
import type { TargetAnswer } from '../delivery/deliveryTarget.ts'
import { readReceipt } from '../receipts/deliveryReceipt.ts'

const shape = z.object({ code: z.coerce.string(), msg: z.string().nullish(), data: z.unknown().optional() })

/** Codes that say that this delivery is at fault: 数据错误, 参数缺失, 参数类型错误. */
const AT_FAULT: ReadonlySet<string> = new Set(['96', '97', '98'])

/**
 * What a government gateway's answer `{ code, msg, description, data }` says of a delivery: 00 成功 takes it, with a
 * receipt in `data` where the platform gives one; 99 失败 and what is no such answer is tried again.
 */
export function governmentAnswer(body: string, sent: readonly string[]): TargetAnswer {
  const parsed = shape.safeParse(asJson(body))
  if (!parsed.success) return { kind: 'FAILED', reason: '答复不是 {code, msg, data} / no answer of a gateway' }
  const { code, msg, data } = parsed.data
  const reason = `${code} ${msg ?? ''}`.trim().slice(0, 200)
  if (AT_FAULT.has(code)) return { kind: 'MALFORMED', reason }
  if (code !== '00') return { kind: 'FAILED', reason }
  return { kind: 'TAKEN', receipt: readReceipt(JSON.stringify(data ?? null), sent) }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
