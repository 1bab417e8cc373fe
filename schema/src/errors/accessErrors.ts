import type { ErrorEntry } from './errorEntry.ts'

/** Codes of who asks, why, and what is refused to him. */
export const accessErrors = {
  HUB_PURPOSE_UNKNOWN: {
    meaning: { zh: '没有这个查询目的', en: 'There is no such purpose' },
    remedy: {
      zh: '使用 schema/code-sets/access-purposes.json 中的代码',
      en: 'Use a code of schema/code-sets/access-purposes.json',
    },
  },
  HUB_CONSENT_UNAVAILABLE: {
    meaning: { zh: '暂时无法核对授权', en: 'Consents cannot be looked up just now' },
    remedy: {
      zh: '稍后重试，或不注明目的只查询无须授权的内容',
      en: 'Try again later, or state no purpose and ask for what needs no consent',
    },
  },
  HUB_CONSENT_TOO_MANY: {
    meaning: {
      zh: '为此目的授权的主体过多，一次请求载不下',
      en: 'More subjects have consented for this purpose than one request can carry',
    },
    remedy: {
      zh: '在请求头 Hub-Subjects 中写明所查的信用主体编号，以逗号分隔',
      en: 'Name the subjects that the request is about in the header Hub-Subjects, separated by commas',
    },
  },
  HUB_CONSENT_LIMIT: {
    meaning: {
      zh: '该主体为此目的授予同一被授权者的授权已满',
      en: 'The subject has as many consents for this purpose with this grantee as there may be',
    },
    remedy: {
      zh: '先撤销不再需要的授权；一份授权可写明多个分区和较长的期限',
      en: 'Revoke those that are not needed any more; one consent may name several sections and run for long',
    },
  },
  HUB_SHARING_TOKEN_INVALID: {
    meaning: {
      zh: '共享凭证不存在、已撤销、未开始或已到期，或出示者不是企业',
      en: 'The sharing token does not exist, is revoked, has not begun or has ended, or no enterprise shows it',
    },
    remedy: {
      zh: '以企业身份登录后出示；仍不接受的，请对方企业另行制作凭证',
      en: 'Show it with the credential of an enterprise; if it is still refused ask the other enterprise for a new one',
    },
  },
  HUB_DISCLOSURE_DENIED: {
    meaning: { zh: '所查询的内容超出您的查询权限', en: 'What is asked for is above your level' },
    remedy: {
      zh: '去掉该字段或条件；依授权查询的，请注明目的并取得主体同意',
      en: 'Leave the field or condition out; where consent opens it, state the purpose and obtain consent',
    },
  },
  HUB_TOKEN_INVALID: {
    meaning: {
      zh: '令牌不能核验，或所载身份不完整',
      en: 'The token cannot be verified, or does not say who its bearer is',
    },
    remedy: {
      zh: '向签发机构重新取得令牌；不带令牌的请求按公众身份答复',
      en: 'Get a new token from its issuer; a request without a token is answered as one of the public',
    },
  },
  HUB_TOKEN_EXPIRED: {
    meaning: { zh: '令牌已过期', en: 'The token has expired' },
    remedy: { zh: '重新登录以取得新令牌', en: 'Sign in again for a new token' },
  },
  HUB_API_KEY_INVALID: {
    meaning: {
      zh: 'API 密钥不存在、已吊销、已过期或久未使用',
      en: 'The API key does not exist, is revoked, has expired or was not used for long',
    },
    remedy: { zh: '向安全管理员申请新的密钥', en: 'Ask the security administrator for a new key' },
  },
  HUB_LOGIN_LOCKED: {
    meaning: { zh: '失败次数过多，暂时不再核验', en: 'After too many failures nothing is checked for a while' },
    remedy: {
      zh: '按 Retry-After 所示时间等待，检查密钥后重试',
      en: 'Wait as long as Retry-After says, check the key and try again',
    },
  },
  HUB_SESSION_LIMIT: {
    meaning: {
      zh: '该密钥在过多的地址使用，或同时在途的请求过多',
      en: 'The key is in use from too many addresses, or has too many requests under way at once',
    },
    remedy: {
      zh: '按 Retry-After 所示时间等待；一个系统用一个密钥；确需更多的，调整 API_KEY_ADDRESS_LIMIT、API_KEY_REQUEST_LIMIT',
      en: 'Wait as long as Retry-After says; let each system have a key of its own; where more is needed operators set API_KEY_ADDRESS_LIMIT and API_KEY_REQUEST_LIMIT',
    },
  },
  HUB_IDENTITY_UNAVAILABLE: {
    meaning: { zh: '暂时无法核验身份', en: 'Who is asking cannot be verified just now' },
    remedy: {
      zh: '稍后重试；管理员检查 JWT_JWKS 与枢纽数据库',
      en: 'Try again later; operators check JWT_JWKS and the database of the hub',
    },
  },
  HUB_ACT_FORBIDDEN: {
    meaning: { zh: '该身份不得进行此管理操作', en: 'This administrative act is not for the role of the caller' },
    remedy: {
      zh: '由相应的系统、安全或审计管理员办理（三权分立）',
      en: 'Leave it to the system, security or audit administrator whose act it is',
    },
  },
  HUB_DEMO_ISSUER_REFUSED: {
    meaning: { zh: '生产环境不接受演示用令牌签发者', en: 'The demo token issuer is not for production' },
    remedy: {
      zh: '取消 DEMO_ISSUER_JWKS，用 JWT_JWKS、JWT_ISSUER、JWT_AUDIENCE 指明正式签发机构',
      en: 'Unset DEMO_ISSUER_JWKS; name the real issuer in JWT_JWKS, JWT_ISSUER and JWT_AUDIENCE',
    },
  },
  HUB_DEMO_KEY_REFUSED: {
    meaning: { zh: '生产环境不接受演示用数据密钥', en: 'Data keys of the demo are not for production' },
    remedy: {
      zh: '用 DATA_KEYS、DATA_DIGEST_KEY 给出正式密钥；演示数据只能以演示设置读取',
      en: 'Give keys of your own in DATA_KEYS and DATA_DIGEST_KEY; data of the demo is read with the demo settings only',
    },
  },
  HUB_HOP_REFUSED: {
    meaning: {
      zh: '处室只答复枢纽签名的请求，此请求未通过核验',
      en: 'A division answers nobody but the hub, and this request does not carry a signature that holds',
    },
    remedy: {
      zh: '请向枢纽查询；枢纽自身被拒时核对两端的 HOP_KEYS、处室名称和时钟，原因见处室日志',
      en: "Ask the hub instead; where it is the hub that is refused, compare HOP_KEYS, division and clock of both ends: the division's log has the reason",
    },
  },
  HUB_IMPORT_KEY_INVALID: {
    meaning: { zh: '导入密钥缺失或有误', en: 'The key for imports is missing or wrong' },
    remedy: {
      zh: '用 IMPORT_KEY 给出该处室的导入密钥，或用 --data 指明枢纽的数据文件夹',
      en: "Give the division's import key in IMPORT_KEY, or name the hub's data folder with --data",
    },
  },
} as const satisfies Record<string, ErrorEntry>
