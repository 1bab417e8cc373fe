import { join } from 'node:path'
import type { NationalStandard } from '@hub/schema/nationalFields/nationalForm'
import type { AgreementTerms } from '../../agreements/agreementTerms.ts'
import type { FileFormat } from '../formats/nationalFile.ts'
import type { Reporter } from '../national/completedRecord.ts'

/** Who reports, and in which edition: the same for all files of a hub. */
export interface FileSettings {
  /** Folder that holds a folder for each name that agreements give. */
  readonly folder: string
  /** First four characters of 报文号. */
  readonly department: string
  readonly standard: NationalStandard
  readonly reporter: Reporter
}

const formats: Readonly<Record<string, FileFormat>> = { NATIONAL_XML: 'XML', CSV: 'CSV', XLSX: 'XLSX' }

/** The format of an agreement's files; XML where it names none. */
export function fileFormatOf(format: string | undefined): FileFormat {
  return formats[format ?? ''] ?? 'XML'
}

/** Where an agreement's files are written; the terms let nothing but a plain name stand for it. */
export function folderOf({ folder }: FileSettings, { endpoint = '' }: AgreementTerms): string {
  return join(folder, endpoint)
}
