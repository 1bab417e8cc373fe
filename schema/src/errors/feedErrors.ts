import type { ErrorEntry } from './errorEntry.ts'

/** Codes of whoever follows changes; a part of the catalogue. */
export const feedErrors = {
  HUB_FEED_CURSOR_INVALID: {
    meaning: { zh: '变更游标不是本枢纽给出的', en: 'The cursor of the changes is not one that this hub has given' },
    remedy: {
      zh: '原样送回上一页的 next；已遗失的，从头或从存量快照重新开始',
      en: 'Send `next` of the last page back as it is; where it is lost, begin anew or with a snapshot',
    },
  },
  HUB_STREAM_LIMIT: {
    meaning: { zh: '同时打开的变更流已到上限', en: 'As many streams of changes are open as may be' },
    remedy: {
      zh: '关闭不用的流，或等 Retry-After 后再连接；以 GET /feed 轮询不占流',
      en: 'Close streams that nobody reads, or connect again after Retry-After; asking GET /feed takes none',
    },
  },
  HUB_STREAM_UNKNOWN: {
    meaning: {
      zh: '没有这个流：未预留、已结束，或由他人预留',
      en: 'No such stream: never reserved, ended, or reserved by somebody else',
    },
    remedy: {
      zh: '重新预留（PUT /graphql/stream），再以最后一页的 next 续读',
      en: 'Reserve one anew (PUT /graphql/stream), and go on from `next` of the last page',
    },
  },
} as const satisfies Record<string, ErrorEntry>
