import type { Finding, FindingKind } from '@hub/gateway/evidence/verify/finding'

const whatHappened: Readonly<Record<FindingKind, string>> = {
  CHANGED: '被修改 changed',
  REMOVED: '被删除 removed',
  INSERTED: '系插入 inserted',
  REORDERED: '次序被改 out of its order',
  REWRITTEN: '与已签名的检查点不符，被整体改写 rewritten: not what was signed',
  NOT_CONTINUED:
    '其检查点与后来的检查点不一致：此前的历史已被替换 signed, and not what the later checkpoint goes on from',
  CHECKPOINT_FORGED: '检查点不是可信密钥所签 the checkpoint after it is not signed by a trusted key',
}

/** A finding as a person reads it. */
export function findingText({ kind, chain, sequence, through = sequence }: Finding): string {
  const place = through > sequence ? `${sequence}–${through}` : String(sequence)
  return `✗ 链 chain ${chain} 记录 record ${place}: ${whatHappened[kind]}`
}
