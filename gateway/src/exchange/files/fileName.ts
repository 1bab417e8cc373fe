import { HubError } from '@hub/schema/errors/HubError'
import type { FileFormat } from './formats/nationalFile.ts'

/** Parts of the name `报文号_日期_序号.xml` (domain guide 5.1), e.g. 001501_20180307_00001.xml. */
export interface FileNameParts {
  /** 报文号: four characters of the department, two of the table. */
  readonly message: string
  /** YYYY-MM-DD. */
  readonly day: string
  /** 1 … 99,999; of a message and a day each is used once. */
  readonly sequence: number
}

const MESSAGE = /^[0-9A-Z]{6}$/
const DIGITS = 5

/** @throws HubError BAD_USER_INPUT for a message number that is none, or when the day's numbers are used up */
export function fileName({ message, day, sequence }: FileNameParts, format: FileFormat): string {
  if (!MESSAGE.test(message)) throw new HubError('BAD_USER_INPUT', `报文号须为 6 位数字或大写字母：${message}`)
  if (sequence < 1 || sequence >= 10 ** DIGITS)
    throw new HubError('BAD_USER_INPUT', `报文 ${message} 在 ${day} 的序号已用完`)
  const number = String(sequence).padStart(DIGITS, '0')
  return `${message}_${day.replaceAll('-', '')}_${number}.${format.toLowerCase()}`
}
