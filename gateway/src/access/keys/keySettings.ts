import { z } from 'zod'

const count = z.coerce.number().int().min(1)

/** What operators may set of how API keys are used. */
export const keySettings = {
  API_KEY_ADDRESS_LIMIT: {
    schema: count,
    default: 16,
    description: {
      zh: '一个 API 密钥在 API_KEY_ADDRESS_MINUTES 内可自多少个网络地址使用（每个枢纽各自计）',
      en: 'Addresses that one API key may be used from within API_KEY_ADDRESS_MINUTES, counted by each hub for itself',
    },
  },
  API_KEY_ADDRESS_MINUTES: {
    schema: count,
    default: 60,
    description: {
      zh: '网络地址在多少分钟未用后不再计入',
      en: 'Minutes without use after which an address counts no longer',
    },
  },
  API_KEY_REQUEST_LIMIT: {
    schema: count,
    default: 100,
    description: {
      zh: '一个 API 密钥同时在途的请求上限（每个枢纽各自计）',
      en: 'Most requests of one API key under way at once, counted by each hub for itself',
    },
  },
  API_KEY_IDLE_DAYS: {
    schema: count,
    default: 90,
    description: { zh: 'API 密钥多少天未使用即失效', en: 'Days without use after which an API key holds no more' },
  },
}
