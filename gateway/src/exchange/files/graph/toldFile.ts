import type { FileEntry } from '../fileLog.ts'
import type { FileReceipt } from '../receipts/fileReceipt.ts'

/** A file as GraphQL type ExchangeFile. */
export function toldFile({ manifest, receipt, period, ...entry }: FileEntry): object {
  const { file, message, version, replaces, state, asked } = entry
  const named = {
    file,
    message,
    ...period,
    version,
    replaces,
    state,
    reissuedBy: asked?.by,
    reissueReason: asked?.reason,
  }
  if (manifest === undefined) return named
  const { nil, rows, bytes, digests, writtenAt, withheld, withdrawals } = manifest
  return {
    ...named,
    nil,
    rows,
    bytes,
    sm3: digests.SM3,
    sha256: digests['SHA-256'],
    writtenAt: new Date(writtenAt),
    withheld: withheld.map(({ faults, ...record }) => ({
      ...record,
      faults: faults.map(({ code, name, message: fault }) => `${code} ${name}：${fault}`),
    })),
    withdrawals: withdrawals.length,
    receipt: receipt && toldReceipt(receipt, rows),
  }
}

function toldReceipt({ counts, lines }: FileReceipt, rows: number): object {
  const { CREATED, UPDATED, DOUBT, UNLINKED, DUPLICATE, REFUSED } = counts
  return {
    created: CREATED,
    updated: UPDATED,
    doubt: DOUBT,
    unlinked: UNLINKED,
    duplicate: DUPLICATE,
    refused: REFUSED,
    pending: rows - lines.length,
    lines: lines.filter(({ outcome }) => ['DOUBT', 'UNLINKED', 'REFUSED'].includes(outcome)),
  }
}
