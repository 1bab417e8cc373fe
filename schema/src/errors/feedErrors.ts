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
  HUB_AGREEMENT_UNKNOWN: {
    meaning: { zh: '贵单位没有这个读取协议', en: 'Your organisation has no such agreement to read by' },
    remedy: {
      zh: '核对协议编号与所用凭证的单位；由枢纽报送的协议（PUSH 等）不读取',
      en: "Check the agreement's id and whose credential is used; agreements that the hub delivers by (PUSH and others) are not read",
    },
  },
  HUB_AGREEMENT_NOT_IN_FORCE: {
    meaning: {
      zh: '协议尚未生效、已暂停或已终止，不提供数据，也不改按贵单位自身的权限读取',
      en: 'The agreement is not yet in force, paused or ended: nothing is read by it, nor by your own rights instead',
    },
    remedy: {
      zh: '暂停的待恢复后以原游标续读；其余向信用管理机构确认协议期限与审批（extensions.agreements）',
      en: 'Where it is paused go on from your cursor once it is resumed; otherwise ask about its dates and approval (extensions.agreements)',
    },
  },
  HUB_AGREEMENT_UNNAMED: {
    meaning: {
      zh: '贵单位有多个读取协议，须指明其一',
      en: 'Your organisation has several agreements to read by, and names none',
    },
    remedy: {
      zh: '加参数 agreement（extensions.agreements 之一），各协议各用其游标',
      en: 'Name one with `agreement` (extensions.agreements); each has cursors of its own',
    },
  },
  HUB_AGREEMENT_BINDS: {
    meaning: {
      zh: '贵单位按协议读取变更，只经 GET /feed',
      en: 'Your organisation reads changes by an agreement, which is done by GET /feed and nothing else',
    },
    remedy: {
      zh: '改用 GET /feed；wait 参数随有随答',
      en: 'Use GET /feed; with `wait` it answers as soon as there is something',
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
