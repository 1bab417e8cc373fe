/** A text in the two languages of the hub. */
export interface BilingualText {
  readonly zh: string
  readonly en: string
}

export interface ErrorEntry {
  /** What has happened. */
  readonly meaning: BilingualText
  /** What the reader can do about it. */
  readonly remedy: BilingualText
}

/**
 * Every code an answer of the hub or of a division can carry in `extensions.code`, beside the codes that
 * Apollo Server sets by itself. `errors.md` is generated from here.
 */
export const errorCatalogue = {
  BAD_USER_INPUT: {
    meaning: { zh: '输入的值不符合要求', en: 'A value of the request is not acceptable' },
    remedy: { zh: '按提示改正该值后重试', en: 'Correct the value named in the message and send the request again' },
  },
  HUB_SETTINGS_INVALID: {
    meaning: { zh: '环境变量设置有误，程序未启动', en: 'Environment variables are wrong; the process did not start' },
    remedy: { zh: '逐条改正列出的变量后重新启动', en: 'Correct each variable listed and start again' },
  },
  HUB_CALENDAR_YEAR_UNKNOWN: {
    meaning: { zh: '工作日历不含该年度', en: 'The working-day calendar does not cover the year' },
    remedy: {
      zh: '国务院公布该年度放假安排后升级 chinese-days；在此之前不要推算期限',
      en: 'Upgrade chinese-days once the State Council has announced the year; compute no deadline before that',
    },
  },
  HUB_CODE_SET_INVALID: {
    meaning: { zh: '代码集数据文件缺失或有误', en: 'A code-set data file is missing or malformed' },
    remedy: { zh: '按提示改正 schema/code-sets 下的文件', en: 'Correct the named file under schema/code-sets' },
  },
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCatalogue
