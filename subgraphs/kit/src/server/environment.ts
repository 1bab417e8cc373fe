import { type HopKey, hopKeyList } from '@hub/schema/access/hop/hopKeys'
import { redisUrl } from '@hub/schema/redis/redisUrl'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import { z } from 'zod'
import { providerKeyList } from './providerKeys.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const millis = z.coerce.number().int().min(1)

/** Every setting of a division's process; the only place that reads its environment. */
export const divisionSettings = defineSettings({
  HOST: {
    schema: z.string(),
    default: '127.0.0.1',
    description: { zh: '监听地址', en: 'Address to listen on' },
  },
  PORT: {
    schema: port,
    description: { zh: '监听端口，0 为任一空闲端口', en: 'Port to listen on, 0 for any free one' },
  },
  MONGODB_URI: {
    schema: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://'),
    description: {
      zh: '本处室数据库的连接串，须为副本集或分片集群',
      en: "Connection string of the division's database: a replica set or a sharded cluster",
    },
    secret: true,
  },
  DATABASE_NAME: {
    schema: z.string().min(1).max(60),
    description: { zh: '数据库名', en: 'Name of the database' },
  },
  HUB_URL: {
    schema: z.url(),
    default: 'http://127.0.0.1:4000/graphql',
    description: {
      zh: '枢纽的 GraphQL 地址，用于关联信用主体',
      en: "The hub's GraphQL address, where imported rows are linked to subjects",
    },
  },
  HOP_KEYS: {
    schema: hopKeyList,
    description: {
      zh: '与枢纽共享的签名密钥，写作 id:secret（secret 为 32 字节以上的 base64url），多个以逗号分隔；用第一个签名，全部接受',
      en: 'Keys shared with the hub as id:secret (secret: 32 bytes or more in base64url), separated by commas; the first signs, all are accepted',
    },
    secret: true,
  },
  IMPORT_KEYS: {
    schema: hopKeyList,
    description: {
      zh: '导入文件所用的密钥，写法同 HOP_KEYS，全部接受',
      en: 'Keys for importing files, written like HOP_KEYS; all are accepted',
    },
    secret: true,
  },
  PROVIDER_KEYS: {
    schema: providerKeyList,
    default: [],
    description: {
      zh: '外单位（信息提供方）导入文件的密钥，写作 单位/记录类别,记录类别=id:secret，多个以空格分隔，名称中的空格、/ 和 % 写作 %20、%2F 和 %25；只可导入所列类别，记录注明来自该单位，且不回送给同名的协议对方',
      en: "Keys with which organisations outside import files, as provider/family,family=id:secret separated by blanks, with %20, %2F and %25 for blank, / and % in a name; each opens the families named, and its records are marked as the provider's and not sent back to the partner of that name",
    },
    secret: true,
  },
  DATA_KEYS: {
    schema: hopKeyList,
    description: {
      zh: '加密敏感个人信息的密钥，写法同 HOP_KEYS；用第一个加密，全部可解密。更换后旧数据自动重新加密，日志写明完成后方可删去旧密钥',
      en: 'Keys that encrypt sensitive personal information, written like HOP_KEYS; the first encrypts, all decrypt. After a change stored data is sealed anew; remove the old key once the log says so',
    },
    secret: true,
  },
  DATA_DIGEST_KEY: {
    schema: hopKeyList.refine((keys) => keys.length === 1, 'must be one key').transform((keys) => keys[0] as HopKey),
    description: {
      zh: '为查找而作摘要（HMAC）的密钥，写作 id:secret，与 DATA_KEYS 不同；一经使用不可更换',
      en: 'Key of the digests (HMAC) by which identifiers are found, as id:secret, another than DATA_KEYS; never changed once used',
    },
    secret: true,
  },
  NODE_ENV: {
    schema: z.string().optional(),
    description: {
      zh: '为 production 时不接受演示用数据密钥',
      en: 'When it is production, data keys of the demo are refused',
    },
  },
  TLS_CERT_FILE: {
    schema: z.string().optional(),
    description: {
      zh: '证书文件（PEM）；与 TLS_KEY_FILE 同时设置则以 HTTPS 提供服务',
      en: 'Certificate file (PEM); together with TLS_KEY_FILE the division serves HTTPS',
    },
  },
  TLS_KEY_FILE: {
    schema: z.string().optional(),
    description: { zh: '证书私钥文件（PEM）', en: 'File of the private key (PEM) of the certificate' },
  },
  TLS_CLIENT_CA_FILE: {
    schema: z.string().optional(),
    description: {
      zh: '签发枢纽客户端证书的 CA 文件（PEM）；设置后枢纽须出示证书（双向 TLS）',
      en: "CA file (PEM) of the hub's client certificate; when set, the hub must show one (mutual TLS)",
    },
  },
  REDIS_URL: {
    schema: redisUrl.optional(),
    description: {
      zh: 'Redis 地址；本处室以多个进程提供服务时设置，使已答复的请求不能由另一进程再答复',
      en: 'Address of a Redis; set it where several processes serve the division, so that what one has answered no other does',
    },
    secret: true,
  },
  DATABASE_DEADLINE_MS: {
    schema: millis,
    default: 6_000,
    description: {
      zh: '一次请求可用的数据库时间（毫秒）',
      en: 'Database time that one request may use, in milliseconds',
    },
  },
  DATABASE_CONNECT_MS: {
    schema: millis,
    default: 10_000,
    description: {
      zh: '启动时等待数据库的时间（毫秒）',
      en: 'How long start-up waits for the database, in milliseconds',
    },
  },
  LOG_LEVEL: {
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug']),
    default: 'info',
    description: { zh: '日志级别', en: 'Log level' },
  },
})

export type DivisionEnvironment = ReturnType<typeof divisionSettings.read>

/**
 * The settings of this process.
 * @throws HubError HUB_SETTINGS_INVALID naming every fault at once
 */
export function readEnvironment(): DivisionEnvironment {
  return divisionSettings.read(process.env)
}
