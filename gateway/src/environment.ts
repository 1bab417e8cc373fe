import { type HopKey, hopKeyList } from '@hub/schema/access/hop/hopKeys'
import { type DivisionEnumValue, type DivisionName, divisions } from '@hub/schema/divisions/divisions'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import { z } from 'zod'
import { keySettings } from './access/keys/keySettings.ts'
import { hashAlgorithms } from './evidence/record/hashAlgorithm.ts'
import { reportSettings } from './exchange/files/runs/reportSettings.ts'
import { frontDatabaseList } from './exchange/frontDatabase/frontDatabases.ts'
import { governmentSchemes } from './exchange/government/governmentSignature.ts'
import { networks } from './exchange/push/forbiddenAddress.ts'
import { streamSettings } from './exchange/stream/streamSettings.ts'
import { defaultExecutionSettings, type ExecutionSettings } from './execution/divisions/executionSettings.ts'
import { guardSettings } from './limits/guardSettings.ts'

const millis = z.coerce.number().int().min(1)

const networkList = z.string().transform((text, context): readonly string[] => {
  const list = text
    .split(',')
    .map((cidr) => cidr.trim())
    .filter((cidr) => cidr !== '')
  try {
    networks(list)
    return list
  } catch {
    context.addIssue('must be networks in CIDR notation, separated by commas')
    return z.NEVER
  }
})

function divisionUrl(enumValue: DivisionEnumValue) {
  const division = divisions.find((candidate) => candidate.enumValue === enumValue)
  return {
    schema: z.url().optional(),
    description: {
      zh: `${division?.chineseName}子图的 GraphQL 地址，缺省为超图文件所载`,
      en: `GraphQL address of the ${division?.name} subgraph; as the supergraph file says when unset`,
    },
  }
}

function hopKeys(enumValue: DivisionEnumValue) {
  const division = divisions.find((candidate) => candidate.enumValue === enumValue)
  return {
    schema: hopKeyList,
    description: {
      zh: `与${division?.chineseName}共享的签名密钥，即该处室的 HOP_KEYS；用第一个签名，全部接受`,
      en: `Keys shared with the ${division?.name} division, as in its HOP_KEYS; the first signs, all are accepted`,
    },
    secret: true,
  }
}

/** Every setting of the gateway. */
export const gatewaySettings = defineSettings({
  HOST: {
    schema: z.string(),
    default: '127.0.0.1',
    description: { zh: '监听地址', en: 'Address to listen on' },
  },
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535),
    default: 4000,
    description: { zh: '监听端口，0 为任一空闲端口', en: 'Port to listen on, 0 for any free one' },
  },
  SUPERGRAPH_FILE: {
    schema: z.string(),
    default: 'schema/supergraph.graphql',
    description: { zh: '合成的超图文件', en: 'File of the composed supergraph' },
  },
  FOREIGN_INVESTMENT_URL: divisionUrl('FOREIGN_INVESTMENT'),
  TRADE_URL: divisionUrl('TRADE'),
  MARKET_ORDER_URL: divisionUrl('MARKET_ORDER'),
  PERSONNEL_URL: divisionUrl('PERSONNEL'),
  FOREIGN_INVESTMENT_HOP_KEYS: hopKeys('FOREIGN_INVESTMENT'),
  TRADE_HOP_KEYS: hopKeys('TRADE'),
  MARKET_ORDER_HOP_KEYS: hopKeys('MARKET_ORDER'),
  PERSONNEL_HOP_KEYS: hopKeys('PERSONNEL'),
  JWT_JWKS: {
    schema: z.string().optional(),
    description: {
      zh: '令牌签发机构的公钥集（JWKS）地址或文件；未设置时不接受令牌',
      en: "Address or file of the token issuer's public keys (JWKS); unset, no tokens are accepted",
    },
  },
  JWT_ISSUER: {
    schema: z.string().optional(),
    description: { zh: '令牌的签发者（iss）', en: 'Issuer of tokens (iss)' },
  },
  JWT_AUDIENCE: {
    schema: z.string().optional(),
    description: { zh: '令牌的受众（aud）', en: 'Audience of tokens (aud)' },
  },
  JWT_CLOCK_SKEW_SECONDS: {
    schema: z.coerce.number().int().min(0).max(300),
    default: 30,
    description: {
      zh: '签发机构时钟允许的偏差（秒）',
      en: "How far the issuer's clock may differ, in seconds",
    },
  },
  DEMO_ISSUER_JWKS: {
    schema: z.string().optional(),
    description: {
      zh: '演示用令牌签发者的公钥集（JWKS 文本），由 hub up 给出；与 JWT_JWKS 或 NODE_ENV=production 同设则不启动',
      en: "Public keys (JWKS text) of the demo's token issuer, given by hub up; with JWT_JWKS or NODE_ENV=production the gateway does not start",
    },
  },
  API_KEY_SECRET: {
    schema: z.string().min(32, 'must have 32 characters or more').optional(),
    description: {
      zh: '枢纽自有的秘密（32 字符以上），用于 API 密钥的摘要；更换即令全部 API 密钥失效，未设置时不接受 API 密钥',
      en: "The hub's own secret (32 characters or more), with which hashes of API keys are keyed; changed, no key holds any more; unset, none is accepted",
    },
    secret: true,
  },
  ...keySettings,
  NODE_ENV: {
    schema: z.string().optional(),
    description: {
      zh: '为 production 时不接受演示用令牌签发者',
      en: 'When it is production, the demo issuer is refused',
    },
  },
  TRUSTED_PROXIES: {
    schema: z.coerce.number().int().min(0).max(10),
    default: 0,
    description: {
      zh: '客户端与枢纽之间可信代理的个数，用于从 X-Forwarded-For 取得客户端地址',
      en: 'How many trusted proxies stand between clients and the hub; the address of clients is taken from X-Forwarded-For accordingly',
    },
  },
  DIVISION_CA_FILE: {
    schema: z.string().optional(),
    description: {
      zh: '签发各处室证书的 CA 文件（PEM），用于以 HTTPS 访问处室',
      en: "CA file (PEM) of the divisions' certificates, for divisions at https addresses",
    },
  },
  DIVISION_CERT_FILE: {
    schema: z.string().optional(),
    description: {
      zh: '枢纽向处室出示的客户端证书（PEM，双向 TLS）',
      en: 'Client certificate (PEM) that the hub shows to divisions (mutual TLS)',
    },
  },
  DIVISION_KEY_FILE: {
    schema: z.string().optional(),
    description: { zh: '该客户端证书的私钥文件（PEM）', en: 'File of the private key (PEM) of that certificate' },
  },
  MONGODB_URI: {
    schema: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
      .optional(),
    description: {
      zh: '枢纽自有数据库的连接串，须为副本集或分片集群；未设置时只答复社会公开数据',
      en: "Connection string of the hub's own database: a replica set or sharded cluster. Without it only PUBLIC data are answered",
    },
    secret: true,
  },
  DATABASE_NAME: {
    schema: z.string().min(1),
    default: 'hub-gateway',
    description: { zh: '枢纽自有数据库名', en: "Name of the hub's own database" },
  },
  DATABASE_DEADLINE_MS: {
    schema: millis,
    default: 3_000,
    description: {
      zh: '枢纽等待自有数据库的时限，也是答复等待留痕写入的时限（毫秒）',
      en: 'How long the hub waits for its own database, and an answer for its evidence to be written, in milliseconds',
    },
  },
  EVIDENCE_FOLDER: {
    schema: z.string().min(1),
    default: '.hub/evidence',
    description: {
      zh: '留痕文件夹：检查点签名密钥与检查点文件，应定期另处备存',
      en: 'Folder of the evidence: the key that signs checkpoints, and the file of checkpoints, to be copied elsewhere',
    },
  },
  EVIDENCE_HASH: {
    schema: z.enum(hashAlgorithms),
    default: 'SM3',
    description: { zh: '留痕链的杂凑算法', en: 'Hash that chains the evidence' },
  },
  EVIDENCE_CHECKPOINT_RECORDS: {
    schema: z.coerce.number().int().min(1),
    default: 1_000,
    description: {
      zh: '每写入多少条留痕签一个检查点',
      en: 'Records of evidence after which a checkpoint is signed',
    },
  },
  EVIDENCE_CHECKPOINT_MS: {
    schema: millis,
    default: 10_000,
    description: {
      zh: '有新留痕时至多隔多久签一个检查点（毫秒）',
      en: 'Longest time until new evidence is under a signed checkpoint, in milliseconds',
    },
  },
  EVIDENCE_PUBLIC_SAMPLE: {
    schema: z.coerce.number().min(0).max(1),
    default: 0.01,
    description: {
      zh: '仅含社会公开数据的查询中逐条留痕的比例；其余只计数',
      en: 'Share of reads of only PUBLIC data that leave a record each; the others are counted',
    },
  },
  HUB_INSTANCE: {
    schema: z.string().min(1).max(64).optional(),
    description: {
      zh: '本枢纽实例名，共用数据库的实例间不得相同；缺省为主机名加端口',
      en: 'Name of this hub among those that share its database; by default host name and port',
    },
  },
  EXCHANGE_KEYS: {
    schema: hopKeyList.optional(),
    description: {
      zh: '加密接收单位密钥与待报送内容的密钥，写法同 HOP_KEYS；用第一个加密，全部可解密。未设置时不能新建密钥，也不报送',
      en: "Keys that encrypt partners' secrets and what waits to be delivered, written like HOP_KEYS; the first encrypts, all decrypt. Unset, no secret can be made and nothing is delivered",
    },
    secret: true,
  },
  DELIVERY_ALLOWED_NETWORKS: {
    schema: networkList,
    default: [],
    description: {
      zh: '允许报送的内部网段（CIDR，逗号分隔）；缺省不向私有、本地、链路本地地址报送',
      en: 'Internal networks that deliveries may go to (CIDR, separated by commas); by default none to private, local and link-local addresses',
    },
  },
  DELIVERY_DEADLINE_MS: {
    schema: millis,
    default: 10_000,
    description: {
      zh: '接收单位答复一次报送的时限（毫秒）',
      en: 'Time a partner has to answer one delivery, in milliseconds',
    },
  },
  DELIVERY_KEPT_DAYS: {
    schema: z.coerce.number().int().min(100).max(36_500),
    default: 400,
    description: {
      zh: '投递账页、回执与死信自办结起保留的天数；接收单位持有何记录不在此限，一直保留',
      en: 'Days for which pages of deliveries, receipts and dead letters are kept once they are settled; what partners hold is kept as long as they hold it',
    },
  },
  RECONCILIATION_EVERY_MS: {
    schema: millis.min(1_000),
    default: 3_600_000,
    description: {
      zh: '枢纽自行对账的间隔（毫秒）：逐个协议核对本月与上月，不平的告警',
      en: 'How often the hub reconciles unasked, in milliseconds: of each agreement the month that is open and the one before; what does not close is an alarm',
    },
  },
  FRONT_DATABASES: {
    schema: frontDatabaseList,
    default: new Map<string, string>(),
    description: {
      zh: '前置库，写法为 名称=连接地址，空格分隔；协议的 endpoint 即其中的名称。地址以 mongodb、postgres、mysql 或 sqlite 开头',
      en: 'Front-end databases as name=address, separated by spaces; the endpoint of an agreement is one of the names. Addresses begin with mongodb, postgres, mysql or sqlite',
    },
    secret: true,
  },
  GOVERNMENT_SIGNATURE: {
    schema: z.enum(governmentSchemes),
    default: 'HMAC-SM3',
    description: {
      zh: '政务网关请求的签名方式；MD5 不保护内容，仅供只认它的旧网关',
      en: 'How requests to government gateways are signed; MD5 protects no content and is for old gateways that know nothing else',
    },
  },
  CLIENT_DEADLINE_MS: {
    schema: millis,
    default: 30_000,
    description: {
      zh: '收完一个请求的时限，也是停止时答完在途请求的时限（毫秒）',
      en: 'How long a request may take to arrive, and how long stopping waits for answers under way, in milliseconds',
    },
  },
  SUBGRAPH_DEADLINE_MS: {
    schema: millis,
    default: 8_000,
    description: {
      zh: '处室答复一次调用的时限（毫秒）',
      en: 'Time a division has to answer one call, in milliseconds',
    },
  },
  STALE_ANSWER_MS: {
    schema: z.coerce.number().int().min(0),
    default: 3_600_000,
    description: {
      zh: '处室中断时，可用其多久以内的答复代替并标明 STALE（毫秒），0 为不代替',
      en: 'How old an answer of a division may be to stand in for it, marked STALE, while it is out, in milliseconds; 0: nothing stands in',
    },
  },
  STALE_ANSWER_BYTES: {
    schema: z.coerce.number().int().min(0),
    default: 64 * 1024 * 1024,
    description: { zh: '为此保存的答复的最大字节数', en: 'Largest memory for such answers, in bytes' },
  },
  BODY_LIMIT_BYTES: {
    schema: z.coerce.number().int().min(1_024),
    default: 2 * 1024 * 1024,
    description: { zh: '请求体的最大字节数', en: 'Largest request body, in bytes' },
  },
  ...reportSettings,
  ...guardSettings,
  ...streamSettings,
  LOG_LEVEL: {
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
    default: 'info',
    description: { zh: '日志级别', en: 'Log level' },
  },
})

export type GatewayEnvironment = ReturnType<typeof gatewaySettings.read>

/**
 * The settings of this process; nothing else reads its environment.
 * @throws HubError HUB_SETTINGS_INVALID naming every fault at once
 */
export function readEnvironment(): GatewayEnvironment {
  return gatewaySettings.read(process.env)
}

/** The limits of execution that were set. */
export function executionSettings(environment: GatewayEnvironment): Partial<ExecutionSettings> {
  const { SUBGRAPH_DEADLINE_MS, STALE_ANSWER_MS, STALE_ANSWER_BYTES } = environment
  const stale = { ...defaultExecutionSettings.stale, maxAgeMillis: STALE_ANSWER_MS, maxBytes: STALE_ANSWER_BYTES }
  return { callMillis: SUBGRAPH_DEADLINE_MS, stale, shareEqualQueries: true }
}

/** The addresses that were set, by the division's name in the supergraph. */
export function divisionUrls(environment: GatewayEnvironment): ReadonlyMap<string, string> {
  return new Map(
    divisions.flatMap(({ name, enumValue }) => {
      const url = environment[`${enumValue}_URL`]
      return url === undefined ? [] : [[name, url] as const]
    }),
  )
}

/** The keys shared with each division. */
export function divisionHopKeys(environment: GatewayEnvironment): ReadonlyMap<DivisionName, readonly HopKey[]> {
  return new Map(divisions.map(({ name, enumValue }) => [name, environment[`${enumValue}_HOP_KEYS`]]))
}
