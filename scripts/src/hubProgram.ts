import { roles } from '@hub/schema/access/callerClaims'
import { disclosureLevels } from '@hub/schema/access/disclosureLevel'
import { subgraphNames } from '@hub/schema/divisions/subgraphs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { commandFault } from './commandFault.ts'
import type { ProgressLines } from './launcher/progressLines.ts'

/** The gateway's port; the divisions take the next four. */
const lastPort = 65_535 - 4

function portNumber(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= lastPort) return port
  throw new InvalidArgumentError(`须为 1 到 ${lastPort} 的整数 / must be a whole number from 1 to ${lastPort}`)
}

function portOption(): Option {
  return new Option('--port <number>', '网关端口，处室取其后四个 / gateway port; the divisions take the next four')
    .argParser(portNumber)
    .default(4000)
}

function wholeNumber(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('须为非负整数 / must be a whole number')
}

function enterprisesOption(flags: string): Option {
  return new Option(flags, '演示数据的企业数 / enterprises to invent for the demo data')
    .argParser(wholeNumber)
    .default(500)
}

function dataOption(): Option {
  return new Option('--data <folder>', '数据文件夹 / data folder').default('.hub')
}

function addUp(program: Command, progress: ProgressLines): void {
  program
    .command('up')
    .description('启动枢纽 / start the hub')
    .addOption(portOption())
    .addOption(dataOption())
    .option('--empty', '不载入演示数据 / no demo data', false)
    .addOption(enterprisesOption('--demo <number>'))
    .option('--registry <file>', '启动后导入登记信息文件 / registry file to import after the start')
    .option('--no-partner', '不启动演示用接收平台 / without the receiving platform of the demo')
    .option('--watch', '源码变化时重建并重启 / rebuild and restart on change', false)
    .action(async (options) => (await import('./commands/upCommand.ts')).upCommand(options, progress))
}

function addImport(program: Command, progress: ProgressLines): void {
  program
    .command('import')
    .description('向运行中的处室导入文件 / import a file into a running division')
    .argument('<division>', '处室 / division')
    .argument('<family>', '记录类别 / record family')
    .argument('[file]', 'CSV, CSV.GZ, XLSX, JSON 行 lines, 双公示 XML')
    .option('--dry-run', '只说明各行会如何，不入库 / say what would become of the rows, keep nothing', false)
    .option('--batch <number>', '批次编号 / batch number: letters, digits, . : _ -')
    .option(
      '--provider <name>',
      '信息提供方：外单位的文件由谁提供，与协议的对方同名 / whose file it is, of an organisation outside',
    )
    .option('--template', '取空白表格，写入文件或标准输出 / the empty form, into the file or to standard output', false)
    .addOption(
      new Option(
        '--doubts',
        '取待处理的疑问数据，改正后再导入 / rows in doubt, to be corrected and imported again; see --batch, --provider',
      )
        .default(false)
        .conflicts(['template', 'dryRun']),
    )
    .addOption(portOption())
    .addOption(dataOption())
    .option('--url <url>', '处室地址 / address of the division, instead of --port')
    .addHelpText('after', importExamples)
    .action(async (division, family, file, options) =>
      (await import('./commands/importCommand.ts')).importCommand([division, family, file], options, progress),
    )
}

const importExamples = `
示例 examples:
  hub import market-order registry FORM.csv --template
  hub import market-order registry FILE.csv --dry-run
  hub import market-order registry FILE.csv --batch 2026-11
  hub import market-order list-entries LIST.xlsx --provider 市信用平台
  hub import market-order registry DOUBTS.csv --doubts --batch 2026-11
  hub import market-order list-entries DOUBTS.csv --doubts --provider 市信用平台`

function addDemo(program: Command, progress: ProgressLines): void {
  program
    .command('demo')
    .description('向运行中的枢纽载入演示数据 / load invented data into a running hub')
    .addOption(portOption())
    .addOption(dataOption())
    .addOption(enterprisesOption('--enterprises <number>'))
    .action(async (options) => (await import('./commands/demoCommand.ts')).demoCommand(options, progress))
}

function addGateway(program: Command): void {
  program
    .command('gateway')
    .description('只启动网关，供符合性测试和基准测试 / the gateway alone, for conformance suites and benchmarks')
    .requiredOption('--supergraph <file>', '超图文件 / file of the supergraph')
    .addOption(portOption())
    .option('--open', '不识别身份、不分级披露，仅限本机 / without identity and disclosure, on loopback only', false)
    .option('--dedupe', '同时到达的相同查询只执行一次 / equal queries in flight are executed once', false)
    .action(async (options) => (await import('./commands/gatewayCommand.ts')).gatewayCommand(options))
}

function addPartner(program: Command, progress: ProgressLines): void {
  program
    .command('partner')
    .description('接收平台，供演示和测试 / a receiving platform for demonstration and tests')
    .addOption(new Option('--port <number>', '端口 / port').argParser(portNumber).default(4900))
    .addOption(dataOption())
    .action(async (options) => (await import('./commands/partnerCommand.ts')).partnerCommand(options, progress))
}

function addToken(program: Command): void {
  program
    .command('token')
    .description('演示用令牌 / a token of the demo issuer')
    .requiredOption('--role <role>', '角色 / role: officer, analyst, inspector …')
    .option('--name <name>', '持有人 / whose it is')
    .option('--unit <unit>', '单位 / organisation')
    .option('--division <division>', '处室 / division')
    .option('--district <code>', '县（市、区）代码 / district, GB/T 2260')
    .option('--subject <id...>', '信用主体 / subjects that it acts for')
    .option('--purpose <code>', '用途 / purpose')
    .option('--case <number>', '案号 / case')
    .addOption(new Option('--hours <number>', '有效小时数 / hours it holds').argParser(wholeNumber).default(8))
    .addOption(dataOption())
    .action(async (options) => (await import('./commands/tokenCommand.ts')).tokenCommand(options))
}

function addKey(program: Command, progress: ProgressLines): void {
  const key = program.command('key').description('服务的 API 密钥 / API keys of services')
  const act = (name: string) =>
    key
      .command(name)
      .addOption(portOption())
      .addOption(dataOption())
      .option('--url <url>', '网关地址 / address of the gateway, instead of --port')
  const days = () => new Option('--days <number>', '有效天数 / days it holds').argParser(wholeNumber).default(365)
  act('create')
    .requiredOption('--name <name>', '服务名称 / name of the service')
    .requiredOption('--role <role>', '角色 / role: credit-platform, licensing-window …')
    .option('--unit <unit>', '单位 / organisation')
    .option('--division <division>', '处室 / division')
    .option('--subject <id...>', '信用主体 / subjects that it acts for')
    .addOption(days())
    .action(async (options) => (await import('./commands/keyCommand.ts')).keyCreateCommand(options))
  act('list').action(async (options) => (await import('./commands/keyCommand.ts')).keyListCommand(options, progress))
  act('revoke')
    .argument('<id>')
    .action(async (id, options) => (await import('./commands/keyCommand.ts')).keyRevokeCommand(id, options, progress))
  act('rotate')
    .argument('<id>')
    .addOption(days())
    .addOption(
      new Option('--overlap-hours <number>', '旧密钥保留小时数 / hours the old one still holds')
        .argParser(wholeNumber)
        .default(72),
    )
    .action(async (id, options) => (await import('./commands/keyCommand.ts')).keyRotateCommand(id, options))
}

function addExchange(program: Command, progress: ProgressLines): void {
  const exchange = program.command('exchange').description('共享协议与报送 / agreements and deliveries')
  const act = (name: string) =>
    exchange
      .command(name)
      .addOption(portOption())
      .addOption(dataOption())
      .option('--url <url>', '网关地址 / address of the gateway, instead of --port')
  const reasoned = (name: string) =>
    act(name).argument('<agreement>', '协议编号 / id of the agreement').requiredOption('--reason <text>', '理由 / why')
  act('list')
    .description('全部协议及其报送现状 / agreements and how deliveries stand')
    .action(async (options) => (await import('./commands/exchangeCommand.ts')).exchangeListCommand(options, progress))
  act('trace')
    .description('何单位持有一条记录的哪个版本 / which partner has what version of a record')
    .argument('<record>', '记录编号 / id of the record')
    .action(async (record, options) =>
      (await import('./commands/exchangeCommand.ts')).exchangeTraceCommand(record, options, progress),
    )
  reasoned('replay')
    .description('重新投递死信，或自游标起的全部变更 / dead letters again, or every change from a cursor on')
    .option('--from <cursor>', '变更游标 / cursor of the feed')
    .option('--all', '从头开始 / from the beginning', false)
    .action(async (agreement, options) =>
      (await import('./commands/exchangeCommand.ts')).exchangeReplayCommand(agreement, options, progress),
    )
  act('reconcile')
    .description(
      '对账：按时期合计；--full 逐条比对接收单位所持有的 / what was reported, or with --full what the partner holds',
    )
    .argument('<agreement>', '协议编号 / id of the agreement')
    .option('--from <day>', '首日，缺省为本月首日 / first day, otherwise of this month')
    .option('--to <day>', '末日，缺省为今日 / last day, otherwise today')
    .option('--full', '逐条比对 / compare every record', false)
    .option('--repair', '并修复所见差异 / and repair what differs', false)
    .option('--reason <text>', '理由，全面对账必填 / why; a must with --full')
    .action(async (agreement, options) =>
      orExitCode((await import('./commands/reconcileCommand.ts')).reconcileCommand(agreement, options, progress)),
    )
  act('report')
    .description('双公示工作月报 / the monthly 双公示 report')
    .requiredOption(
      '--month <month>',
      '所报的自然月，如 2026-10 / the calendar month that is reported on, as YYYY-MM, e.g. 2026-10',
    )
    .requiredOption('--out <file>', 'XLSX 文件 / file to write')
    .action(async (options) => (await import('./commands/reportCommand.ts')).reportCommand(options, progress))
  reasoned('pause')
    .description('暂停报送 / deliver nothing until resumed')
    .action(async (agreement, options) =>
      (await import('./commands/exchangeCommand.ts')).exchangePauseCommand(
        'pauseDelivery',
        agreement,
        options,
        progress,
      ),
    )
  reasoned('resume')
    .description('恢复报送 / deliver again')
    .action(async (agreement, options) =>
      (await import('./commands/exchangeCommand.ts')).exchangePauseCommand(
        'resumeDelivery',
        agreement,
        options,
        progress,
      ),
    )
}

/** A command that found something wrong ends with 1, without being an error itself. */
async function orExitCode(well: Promise<boolean>): Promise<void> {
  if (!(await well)) process.exitCode = 1
}

function addAudience(program: Command, progress: ProgressLines): void {
  program
    .command('audience')
    .description('某公开等级可见的全部字段及其依据 / every field that a level discloses, and why')
    .addOption(new Option('--level <level>', '公开等级 / level').choices(disclosureLevels).default('PUBLIC'))
    .addOption(new Option('--division <division>', '处室或 hub / division, or hub').choices(subgraphNames))
    .addOption(new Option('--role <role>', '按角色而非等级 / of a role instead of a level').choices(roles))
    .option('--purpose <code>', '依授权查询时只列此目的所及 / at AUTHORIZED, only what this purpose may read')
    .action(async (options) =>
      orExitCode((await import('./commands/audienceCommand.ts')).audienceCommand(options, progress)),
    )
}

function addInspection(program: Command, progress: ProgressLines): void {
  program
    .command('status')
    .description('各进程是否应答 / what runs and answers')
    .addOption(portOption())
    .addOption(dataOption())
    .action(async (options) =>
      orExitCode((await import('./commands/statusCommand.ts')).statusCommand(options, progress)),
    )
  program
    .command('doctor')
    .description('检查运行条件 / what is installed, what answers, what is wrong')
    .addOption(portOption())
    .addOption(dataOption())
    .action(async (options) =>
      orExitCode((await import('./commands/doctorCommand.ts')).doctorCommand(options, progress)),
    )
  program
    .command('test')
    .description('代码规范、类型与全部测试 / lint, types and all tests')
    .argument('[filters...]', '只运行路径含此文字的测试 / only tests whose path contains one of these')
    .action(async (filters) => orExitCode((await import('./commands/testCommand.ts')).testCommand(filters, progress)))
}

/** 网络安全法 art. 21 keeps logs for six months at least; three years are usual for who read credit data. */
const keepMonths = { least: 6, usual: 36 }

function monthsKept(text: string): number {
  if (wholeNumber(text) >= keepMonths.least) return Number(text)
  throw new InvalidArgumentError(`至少 ${keepMonths.least} 个月 / at least ${keepMonths.least} months`)
}

function addEvidence(program: Command, progress: ProgressLines): void {
  const evidence = program.command('evidence').description('查询留痕 / who read what')
  evidence
    .command('verify')
    .description('校验留痕，指出首条被改动的记录 / verify, and name the first record that was tampered with')
    .option(
      '--from <files...>',
      '校验导出文件（旧者在前），不用数据库 / exports, oldest first, instead of the database',
    )
    .option('--checkpoints <file>', '另处备存的检查点 / checkpoints that were kept elsewhere')
    .option('--key <file>', '可信公钥 PEM / PEM of the public key to trust')
    .addOption(dataOption())
    .action(async (options) =>
      orExitCode((await import('./commands/evidenceCommand.ts')).verifyEvidenceCommand(options, progress)),
    )
  evidence
    .command('export')
    .description('导出留痕与检查点 / write records and checkpoints to files')
    .argument('<file>', '新文件 / a new file')
    .addOption(dataOption())
    .action(async (file, options) =>
      (await import('./commands/evidenceCommand.ts')).exportEvidenceCommand(file, options, progress),
    )
  evidence
    .command('prune')
    .description('将逾期留痕移入文件 / move what is past its retention into a file')
    .argument('<file>', '新文件 / a new file')
    .addOption(
      new Option('--keep-months <number>', '在线保留月数 / months that stay')
        .argParser(monthsKept)
        .default(keepMonths.usual),
    )
    .addOption(dataOption())
    .action(async (file, options) =>
      (await import('./commands/evidenceCommand.ts')).pruneEvidenceCommand(file, options, progress),
    )
}

/** The `hub` command line. What a command needs is loaded when it runs, so that none waits for what another needs. */
export function hubProgram(progress: ProgressLines): Command {
  const program = new Command('hub')
    .description('商务信用信息枢纽 / the commerce-credit hub')
    .showHelpAfterError()
    .configureOutput({ outputError: (text, write) => write(commandFault(text)) })
  addUp(program, progress)
  addImport(program, progress)
  addDemo(program, progress)
  addGateway(program)
  addPartner(program, progress)
  addToken(program)
  addKey(program, progress)
  addEvidence(program, progress)
  addExchange(program, progress)
  program
    .command('compose')
    .description('合成各处室的图 / compose the supergraph')
    .action(async () => (await import('./commands/composeCommand.ts')).composeCommand(progress, program))
  addAudience(program, progress)
  addInspection(program, progress)
  return program
}
