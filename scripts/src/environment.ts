import { homedir } from 'node:os'
import { join } from 'node:path'
import { defineSettings } from '@hub/schema/settings/defineSettings'
import { z } from 'zod'

const connectionString = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
  .optional()

function divisionConnection(chineseName: string, division: string) {
  return {
    schema: connectionString,
    description: {
      zh: `${chineseName}数据库的连接串，优先于 MONGODB_URI`,
      en: `Connection string of the ${division} database; goes before MONGODB_URI`,
    },
    secret: true,
  }
}

/** Every setting of the `hub` command; the only place that reads its environment. */
export const hubSettings = defineSettings({
  MONGODB_URI: {
    schema: connectionString,
    description: {
      zh: '数据库连接串，须为副本集或分片集群；生产环境必须设置',
      en: 'Connection string of the database: a replica set or sharded cluster. Set it in production',
    },
    secret: true,
  },
  MONGODB_URI_FOREIGN_INVESTMENT: divisionConnection('外资管理处', 'foreign-investment'),
  MONGODB_URI_TRADE: divisionConnection('商贸处', 'trade'),
  MONGODB_URI_MARKET_ORDER: divisionConnection('市场秩序处', 'market-order'),
  MONGODB_URI_PERSONNEL: divisionConnection('组织人事处', 'personnel'),
  MONGODB_URI_HUB: {
    schema: connectionString,
    description: {
      zh: '枢纽自有数据库的连接串，优先于 MONGODB_URI',
      en: "Connection string of the hub's own database; goes before MONGODB_URI",
    },
    secret: true,
  },
  DATABASE_PREFIX: {
    schema: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]{0,30}$/, 'must be a letter, then up to 30 letters, digits, _ or -'),
    default: 'hub',
    description: {
      zh: '数据库名前缀，后接处室名或 gateway；多套枢纽共用一台服务器时各取其名',
      en: 'Database names begin with it, the division or `gateway` follows; differs between hubs that share a server',
    },
  },
  DIVISION_HEAP_MB: {
    schema: z.coerce.number().int().min(256).max(65_536),
    default: 1_024,
    description: {
      zh: '各处室进程的 JavaScript 堆上限（MB）；上限越小，垃圾回收越早，导入大文件时占用内存越少',
      en: "Limit of the JavaScript heap of each division's process, in MB; below a smaller one garbage is collected sooner, and large imports take less memory",
    },
  },
  IMPORT_KEY: {
    schema: z.string().includes(':').optional(),
    description: {
      zh: 'hub import 所用的处室导入密钥（id:secret）；缺省取自数据文件夹',
      en: "The division's key for hub import, as id:secret; by default the one in the data folder",
    },
    secret: true,
  },
  HUB_TOKEN: {
    schema: z.string().optional(),
    description: {
      zh: 'hub key 所用的安全管理员令牌，hub exchange 所用的系统管理员令牌（report 为检查人员令牌）；演示环境缺省由演示签发者签发',
      en: "The security administrator's token for hub key, the system administrator's for hub exchange (an inspector's for its report); in the demo, by default, one of the demo issuer",
    },
    secret: true,
  },
  MONGOD_BINARY: {
    schema: z.string().optional(),
    description: {
      zh: '未设 MONGODB_URI 时启动的 mongod；缺省为 PATH 上的 mongod',
      en: 'The mongod to start when MONGODB_URI is not set; by default the one on PATH',
    },
  },
  MONGOD_DOWNLOAD_SECONDS: {
    schema: z.coerce.number().int().min(0).max(3_600),
    default: 60,
    description: {
      zh: '本机没有 mongod 时下载所用的最长时间（秒），0 为不下载',
      en: 'Longest time for downloading a mongod where there is none, in seconds; 0 never downloads',
    },
  },
  PYTHON: {
    schema: z.string(),
    default: 'python3',
    description: {
      zh: '安装内嵌数据库 SecantusDB 所用的 Python（含 pip）',
      en: 'The Python (with pip) that installs the embedded database SecantusDB',
    },
  },
  HUB_CACHE: {
    schema: z.string().optional(),
    description: {
      zh: '下载的数据库程序存放处；缺省为用户缓存目录下的 commerce-credit-hub',
      en: "Where downloaded database programs are kept; by default commerce-credit-hub in the user's cache folder",
    },
  },
  CI: {
    schema: z.string().transform((text) => !['0', 'false'].includes(text)),
    default: false,
    description: {
      zh: '持续集成环境：缺少浏览器视为测试失败',
      en: 'Continuous integration: a missing browser fails the tests instead of skipping one',
    },
  },
})

export type HubEnvironment = ReturnType<typeof hubSettings.read>

/**
 * The settings of this process.
 * @throws HubError HUB_SETTINGS_INVALID naming every fault at once
 */
export function readEnvironment(): HubEnvironment {
  return hubSettings.read(process.env)
}

/** Whether this is no demo: production is marked, or tokens come from a real issuer. */
export function isProduction(): boolean {
  return process.env.NODE_ENV === 'production' || Boolean(process.env.JWT_JWKS)
}

/** Whether the divisions are given the demo's data keys: only without keys of the operator's own, and never in production. */
export function needsDataKeys(): boolean {
  return !isProduction() && !process.env.DATA_KEYS && !process.env.DATA_DIGEST_KEY
}

/** Whether the hub is given the demo's keys of the exchange. */
export function needsExchangeKeys(): boolean {
  return !isProduction() && !process.env.EXCHANGE_KEYS
}

/** What a process started by us gets to see: our own environment, changed in the given places. */
export function childEnvironment(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes }
}

/** Where programs are kept that every data folder of this user may use. */
export function cacheFolder(environment: HubEnvironment): string {
  const userCache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  return environment.HUB_CACHE ?? join(userCache, 'commerce-credit-hub')
}

/** Folders that are searched for programs. */
export function programFolders(): string[] {
  return (process.env.PATH ?? '').split(':').filter((folder) => folder !== '')
}
