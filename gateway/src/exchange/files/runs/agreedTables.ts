import type { ExchangeAgreement } from '../../agreements/exchangeAgreement.ts'
import type { FileSettings } from './fileSettings.ts'
import { type FileTable, familyOf, fileTables } from './fileTable.ts'

/** A table of an agreement's files. */
export interface AgreedTable extends Omit<FileTable, 'number'> {
  readonly family: string
  /** 报文号. */
  readonly message: string
  /** What it brought is withdrawn, and nothing more comes. */
  readonly isClosed: boolean
}

/**
 * The tables of an agreement: those of its families while it is in force, and others by which its partner still has rows,
 * or a file was begun.
 * @param standing messages by which there are such rows or files
 */
export function agreedTables(
  { terms, standing: state }: Pick<ExchangeAgreement, 'terms' | 'standing'>,
  { department, standard }: Pick<FileSettings, 'department' | 'standard'>,
  standing: readonly string[],
): AgreedTable[] {
  const open = new Set<string>(state === 'IN_FORCE' ? terms.items.map(({ family }) => family) : [])
  const inEdition = new Set(fileTables(standard).map(({ number }) => number))
  // Every table there is in the latest edition: an earlier file may have been written in another edition.
  return fileTables('SGS-2019').flatMap(({ number, ...table }) => {
    const family = familyOf({ ...table, number })
    const message = `${department}${number}`
    const isClosed = !open.has(family) || !inEdition.has(number)
    return isClosed && !standing.includes(message) ? [] : [{ ...table, family, message, isClosed }]
  })
}
