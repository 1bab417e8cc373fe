import { z } from 'zod'

const count = z.coerce.number().int().min(1)

/** What operators may set of streams. */
export const streamSettings = {
  STREAM_LIMIT: {
    schema: count,
    default: 2_000,
    description: { zh: '同时打开的变更流上限', en: 'Most streams of changes that may be open at once' },
  },
  STREAM_CALLER_LIMIT: {
    schema: count,
    default: 50,
    description: { zh: '每个调用者同时打开的变更流上限', en: 'Most streams that one caller may have open at once' },
  },
  STREAM_HEARTBEAT_MS: {
    schema: count,
    default: 15_000,
    description: {
      zh: '变更流的心跳间隔，也是无变更时复查凭证的间隔（毫秒）',
      en: "How often a stream shows a sign of life, and its reader's credential is looked at while nothing comes, in milliseconds",
    },
  },
}
