import { hash } from 'node:crypto'
import type { AgreementTerms } from './agreementTerms.ts'

/** Equal for terms that let out the same of a family's records. */
export function scopeOf({ items, level, purpose, sections }: AgreementTerms, family: string): string {
  const fields = items.find((item) => item.family === family)?.fields
  return hash('sha256', JSON.stringify([fields, level, purpose, sections])).slice(0, 16)
}
