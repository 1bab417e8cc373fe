import type { AgreementTerms } from './agreementTerms.ts'

export interface PlaceSettings {
  readonly REPORTER_USCC: string | undefined
  readonly FRONT_DATABASES: ReadonlyMap<string, string>
}

/** What this hub's settings lack for terms to be kept; undefined for nothing. */
export function settingFault(
  { REPORTER_USCC, FRONT_DATABASES }: PlaceSettings,
  { mode, format, endpoint = '' }: Pick<AgreementTerms, 'mode' | 'format' | 'endpoint'>,
): string | undefined {
  if (mode === 'FILE' && REPORTER_USCC === undefined)
    return '文件方式须先在枢纽设置 REPORTER_USCC（报送单位） / files need the setting REPORTER_USCC'
  if (mode !== 'FRONT_DATABASE') return undefined
  const url = FRONT_DATABASES.get(endpoint)
  if (url === undefined)
    return `枢纽的 FRONT_DATABASES 中没有“${endpoint}” / the setting FRONT_DATABASES does not name it`
  const kind = url.startsWith('mongodb') ? 'MONGODB' : 'SQL'
  return format === undefined || format === kind
    ? undefined
    : `format: “${endpoint}”是 ${kind}，不是 ${format} / the database is ${kind}, not ${format}`
}
