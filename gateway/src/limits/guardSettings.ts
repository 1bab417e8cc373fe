import { type Role, roles } from '@hub/schema/access/callerClaims'
import { redisUrl } from '@hub/schema/redis/redisUrl'
import { z } from 'zod'
import { defaultRequestLimits } from './requestLimits.ts'

const count = z.coerce.number().int().min(1)

const roleNames = z.string().transform((text, context): readonly Role[] => {
  const names = text.split(/[\s,]+/).filter((name) => name !== '')
  const unknown = names.filter((name) => !(roles as readonly string[]).includes(name))
  if (unknown.length > 0) context.addIssue(`unknown roles: ${unknown.join(', ')}; known: ${roles.join(', ')}`)
  return names as Role[]
})

/** What operators may set of the limits of requests. */
export const guardSettings = {
  QUERY_TOKEN_LIMIT: {
    schema: count,
    default: defaultRequestLimits.tokens,
    description: { zh: '查询文本的词法单元上限', en: 'Most tokens that a document may have' },
  },
  QUERY_DEPTH_LIMIT: {
    schema: count,
    default: defaultRequestLimits.depth,
    description: { zh: '查询的嵌套层数上限', en: 'How deep selections may nest' },
  },
  QUERY_ALIAS_LIMIT: {
    schema: count,
    default: defaultRequestLimits.aliases,
    description: { zh: '查询的别名数上限', en: 'Most aliases that a document may have' },
  },
  COST_LIMIT: {
    schema: count,
    default: 100_000,
    description: {
      zh: '单次查询的预计开销上限（按列表长度估算的对象数）',
      en: 'Most that one operation may cost: objects read, estimated by the lengths of its lists',
    },
  },
  COST_BUDGET: {
    schema: count,
    default: 10_000_000,
    description: {
      zh: '每个调用者（匿名者按地址）每分钟的开销额度',
      en: 'What each caller may spend a minute; callers who do not say who they are by address',
    },
  },
  REDIS_URL: {
    schema: redisUrl.optional(),
    description: {
      zh: 'Redis 地址；多个枢纽实例时设置，使开销额度、密钥锁定与已答复的请求为其共有。Redis 中断时各实例自行计算',
      en: 'Address of a Redis; set it where there are several hubs, so that they share budgets, lockouts and what has been answered. While it is out each hub counts for itself',
    },
    secret: true,
  },
  OPERATIONS_FOLDER: {
    schema: z.string(),
    default: 'schema/operations',
    description: { zh: '登记操作（可信文档）的文件夹', en: 'Folder of the registered operations (trusted documents)' },
  },
  TRUSTED_ONLY_ROLES: {
    schema: roleNames,
    default: [] as readonly Role[],
    description: {
      zh: '只可执行登记操作的角色，逗号分隔',
      en: 'Roles that may run registered operations only, separated by commas',
    },
  },
}

export interface GuardSettings {
  readonly QUERY_TOKEN_LIMIT: number
  readonly QUERY_DEPTH_LIMIT: number
  readonly QUERY_ALIAS_LIMIT: number
  readonly COST_LIMIT: number
  readonly COST_BUDGET: number
  readonly OPERATIONS_FOLDER: string
  readonly TRUSTED_ONLY_ROLES: readonly Role[]
}
