import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AgreementActs } from '@hub/gateway/exchange/agreements/agreementActs'
import { AgreementStore } from '@hub/gateway/exchange/agreements/agreementStore'
import type { ExchangeStores } from '@hub/gateway/exchange/exchangeStores'
import { FileLog } from '@hub/gateway/exchange/files/fileLog'
import { manifestSchema } from '@hub/gateway/exchange/files/manifest'
import { FileRuns } from '@hub/gateway/exchange/files/runs/fileRuns'
import { reporter } from '@hub/gateway/exchange/files/testing/sampleRecords'
import { fileRows } from '@hub/schema/formats/fileRows'
import { halfKnown } from '@hub/schema/formats/headingRule'
import {
  type NationalStandard,
  nationalForm,
  nationalRecords,
  nationalStandards,
} from '@hub/schema/nationalFields/nationalForm'
import type { mongo } from 'mongoose'
import type { Logger } from 'pino'
import type { LeakWorld } from '../leakWorld.ts'
import { type LeakAgreement, termsOf } from './leakAgreements.ts'

/** How files are written: the edition, which is one for a hub, and the format. */
export interface FileWay {
  readonly standard: NationalStandard
  readonly format: 'NATIONAL_XML' | 'CSV' | 'XLSX'
}

/** What one round has written. */
export interface WrittenFiles extends FileWay {
  /** All cells of all rows, and the bytes where they are text. */
  readonly data: string
  readonly manifests: string
  readonly rows: number
  readonly nil: boolean
}

/** What columns of files are headed by. */
const headings = new Set(
  nationalRecords.flatMap((record) =>
    nationalStandards.flatMap((standard) =>
      (['LEGAL_PERSON', 'NATURAL_PERSON'] as const).flatMap((subject) =>
        nationalForm(record, standard, subject).fields.flatMap(({ code, name }) => [code, name]),
      ),
    ),
  ),
)

type FileStores = Pick<ExchangeStores, 'agreements' | 'acts' | 'files'>

const DAY_MILLIS = 86_400_000

/** Files that a hub writes by agreements with one partner; the hub's own stores for the latest edition, where its graph looks. */
export class FileScene {
  private days = 0
  private readonly seen = new Set<string>()

  constructor(
    private readonly world: LeakWorld,
    private readonly folder: string,
    private readonly logger: Logger,
  ) {}

  async agree(agreement: LeakAgreement, { standard, format }: FileWay): Promise<void> {
    const { acts } = this.storesOf(standard)
    const way = { mode: 'FILE', format, schedule: { cron: '0 1 * * *' }, endpoint: nameOf(agreement, format) }
    const id = nameOf(agreement, format)
    const { version } = await acts.propose(id, termsOf(agreement, way), { by: '甲', reason: '试验' })
    await acts.approve({ agreement: id, version, by: '乙' })
  }

  /** The day's files of an edition, as they stand in the folders. */
  async round(agreement: LeakAgreement, ways: readonly FileWay[]): Promise<WrittenFiles[]> {
    this.days += 1
    const now = new Date(Date.now() + this.days * DAY_MILLIS)
    const { feed } = this.world
    for (const standard of new Set(ways.map((way) => way.standard))) {
      const { agreements, files: log } = this.storesOf(standard)
      const settings = { folder: join(this.folder, standard), department: '0015', standard, reporter }
      const runs = new FileRuns({ agreements, log, feed, settings, logger: this.logger, clock: () => now })
      if (standard === 'SGS-2019') this.world.exchange.running.files = runs
      await runs.round(async () => true)
    }
    return Promise.all(ways.map((way) => this.written(agreement, way)))
  }

  private async written(agreement: LeakAgreement, way: FileWay): Promise<WrittenFiles> {
    const folder = join(this.folder, way.standard, nameOf(agreement, way.format))
    await mkdir(folder, { recursive: true })
    const files = (await readdir(folder)).filter((name) => !this.seen.has(`${folder}/${name}`))
    for (const name of files) this.seen.add(`${folder}/${name}`)
    const texts = new Map<string, string>()
    for (const name of files) {
      const path = join(folder, name)
      texts.set(name, await readFile(path, 'utf8'))
      if (name.endsWith('.manifest.json') || texts.get(name) === '') continue
      for await (const group of fileRows(
        createReadStream(path),
        halfKnown((text) => headings.has(text)),
      ))
        texts.set(name, `${texts.get(name)}${JSON.stringify(group)}`)
    }
    const of = (isManifest: boolean): string[] =>
      [...texts].flatMap(([name, text]) => (name.endsWith('.manifest.json') === isManifest ? [text] : []))
    const manifests = of(true)
    const read = manifests.map((text) => manifestSchema.parse(JSON.parse(text)))
    const rows = read.reduce((sum, manifest) => sum + manifest.rows, 0)
    const nil = read.length > 0 && read.every((manifest) => manifest.nil)
    return { ...way, data: of(false).join('\n'), manifests: manifests.join('\n'), rows, nil }
  }

  private storesOf(standard: NationalStandard): FileStores {
    if (standard === 'SGS-2019') return this.world.exchange
    const db = withPrefix(this.world.hubDatabase, standard)
    const agreements = new AgreementStore(db)
    return {
      agreements,
      acts: new AgreementActs({ store: agreements, refuse: async () => undefined }),
      files: new FileLog(db),
    }
  }
}

const nameOf = ({ name }: LeakAgreement, format: string): string => `${name}-${format.toLowerCase().replace('_', '-')}`

/** The same database with collections of its own: another edition is another hub. */
function withPrefix(db: mongo.Db, prefix: string): mongo.Db {
  const collection = (name: string) => db.collection(`${prefix}_${name}`)
  return new Proxy(db, { get: (target, key) => (key === 'collection' ? collection : Reflect.get(target, key)) })
}
