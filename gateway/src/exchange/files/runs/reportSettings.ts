import { checkUscc } from '@hub/schema/identifiers/uscc'
import { nationalStandards } from '@hub/schema/nationalFields/nationalForm'
import { z } from 'zod'
import type { FileSettings } from './fileSettings.ts'

/** What operators may set of the files that the hub writes. */
export const reportSettings = {
  EXCHANGE_FOLDER: {
    schema: z.string().min(1),
    default: '.hub/exchange',
    description: {
      zh: '报送文件夹：每个协议的 endpoint 为其中的一个子文件夹',
      en: 'Folder of the files for partners; the endpoint of an agreement is a folder in it',
    },
  },
  REPORTER_NAME: {
    schema: z.string().min(1).max(200),
    default: '市商务局',
    description: { zh: '报送单位名称（数据来源单位）', en: 'Name of the reporting bureau (数据来源单位)' },
  },
  REPORTER_USCC: {
    schema: z
      .string()
      .refine((text) => checkUscc(text).outcome !== 'INVALID', 'must be a unified social credit code')
      .optional(),
    description: {
      zh: '报送单位统一社会信用代码；未设置时不生成报送文件',
      en: "The bureau's unified social credit code; unset, no files are written",
    },
  },
  PUBLICITY_URL: {
    schema: z.url({ protocol: /^https?$/ }).optional(),
    description: {
      zh: '本单位公示网址，列入双公示月报',
      en: "Address of the bureau's publicity page, as the monthly 双公示 report states it",
    },
  },
  REPORTER_LOCAL_CODE: {
    schema: z.string().regex(/^\d{6}$/, 'must be six digits'),
    default: '410100',
    description: { zh: '地方编码（GB/T 2260）', en: 'Code of the place (GB/T 2260)' },
  },
  REPORTER_DEPARTMENT: {
    schema: z.string().regex(/^[0-9A-Z]{4}$/, 'must be four digits or capital letters'),
    default: '0015',
    description: {
      zh: '报文号的前四位，即平台给本部门的编号',
      en: "First four characters of a file's 报文号: the department's number at the platform",
    },
  },
  REPORT_STANDARD: {
    schema: z.enum(nationalStandards),
    default: 'SGS-2019' as const,
    description: { zh: '双公示表式的版本', en: 'Edition of the 双公示 forms' },
  },
}

interface ReportEnvironment {
  readonly EXCHANGE_FOLDER: string
  readonly REPORTER_NAME: string
  readonly REPORTER_USCC: string | undefined
  readonly REPORTER_LOCAL_CODE: string
  readonly REPORTER_DEPARTMENT: string
  readonly REPORT_STANDARD: FileSettings['standard']
}

/** Who reports; undefined where nobody is set. */
export function fileSettings(environment: ReportEnvironment): FileSettings | undefined {
  const { EXCHANGE_FOLDER, REPORTER_NAME, REPORTER_USCC, REPORTER_LOCAL_CODE } = environment
  if (REPORTER_USCC === undefined) return undefined
  return {
    folder: EXCHANGE_FOLDER,
    department: environment.REPORTER_DEPARTMENT,
    standard: environment.REPORT_STANDARD,
    reporter: { name: REPORTER_NAME, uscc: REPORTER_USCC, localCode: REPORTER_LOCAL_CODE },
  }
}
