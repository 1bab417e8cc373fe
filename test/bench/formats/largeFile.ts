import { createWriteStream } from 'node:fs'
import { Transform, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { crc32, createDeflateRaw, createGzip } from 'node:zlib'

/** Columns of the 双公示 form for penalties that the invented rows fill. */
export const HEADINGS = [
  ...['CF_XDR_MC', 'CF_XDR_LB', 'CF_XDR_SHXYM', 'CF_XDR_GSZC', 'CF_FRDB', 'CF_WSH', 'CF_WFXW', 'CF_SY', 'CF_YJ'],
  ...[
    'CF_CFLB',
    'CF_NR',
    'CF_NR_FK',
    'CF_JDRQ',
    'CF_YXQ',
    'CF_GSJZQ',
    'CF_CFJG',
    'CF_CFJGDM',
    'CF_SJLY',
    'CF_SJLYDM',
    'BZ',
  ],
] as const

const DATES = new Set(['CF_JDRQ', 'CF_YXQ', 'CF_GSJZQ'])
const NUMBERS = new Set(['CF_NR_FK'])
/** Columns whose texts differ from row to row. */
const OWN = new Set(['CF_XDR_MC', 'CF_XDR_SHXYM', 'CF_FRDB', 'CF_WSH', 'CF_SY'])

export type Format = 'csv.gz' | 'xml' | 'xlsx'

/** Writes a file of invented rows, a piece at a time. */
export async function writeLargeFile(path: string, format: Format, rows: number): Promise<void> {
  if (format === 'xlsx') await writeZip(path, workbook(rows))
  else await writeStream(path, format === 'xml' ? xmlOf(rows) : csvOf(rows), format === 'csv.gz')
}

function textOf(heading: string, row: number): string {
  if (DATES.has(heading)) return String(45_000 + (row % 700))
  if (NUMBERS.has(heading)) return String((row % 5_000) / 100)
  return OWN.has(heading) ? `虚构的${heading}第${row}号，内容各不相同` : `虚构的${heading}值${row % 7}`
}

function* csvOf(rows: number): Generator<string> {
  yield `${HEADINGS.join(',')}\n`
  for (let row = 0; row < rows; row++) yield `${HEADINGS.map((heading) => textOf(heading, row)).join(',')}\n`
}

function* xmlOf(rows: number): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?><ROWDATA>\n'
  for (let row = 0; row < rows; row++) {
    yield `<ROW>${HEADINGS.map((heading) => `<${heading}>${textOf(heading, row)}</${heading}>`).join('')}</ROW>\n`
  }
  yield '</ROWDATA>'
}

interface Part {
  name: string
  chunks: Iterable<string>
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`

/** The shared strings are all that the sheet says: the headings, seven values of each column, and those of each row. */
function workbook(rows: number): Part[] {
  const shared = HEADINGS.length * 8
  const own = HEADINGS.filter((heading) => OWN.has(heading))
  const numberOf = (heading: (typeof HEADINGS)[number], row: number): number =>
    OWN.has(heading)
      ? shared + row * own.length + own.indexOf(heading)
      : HEADINGS.length + HEADINGS.indexOf(heading) * 7 + (row % 7)
  function* strings(): Generator<string> {
    yield '<sst>'
    for (const heading of HEADINGS) yield `<si><t>${heading}</t></si>`
    for (const heading of HEADINGS) for (let n = 0; n < 7; n++) yield `<si><t>${textOf(heading, n)}</t></si>`
    for (let row = 0; row < rows; row++) {
      yield own.map((heading) => `<si><t>${textOf(heading, row)}</t></si>`).join('')
    }
    yield '</sst>'
  }
  function cell(heading: (typeof HEADINGS)[number], column: number, row: number): string {
    const name = `${String.fromCharCode(65 + column)}${row + 2}`
    if (DATES.has(heading)) return `<c r="${name}" s="1"><v>${textOf(heading, row)}</v></c>`
    if (NUMBERS.has(heading)) return `<c r="${name}"><v>${textOf(heading, row)}</v></c>`
    return `<c r="${name}" t="s"><v>${numberOf(heading, row)}</v></c>`
  }
  function* sheet(): Generator<string> {
    yield '<worksheet><sheetData><row r="1">'
    for (let column = 0; column < HEADINGS.length; column++) yield `<c t="s"><v>${column}</v></c>`
    yield '</row>'
    for (let row = 0; row < rows; row++) {
      yield `<row r="${row + 2}">${HEADINGS.map((heading, column) => cell(heading, column, row)).join('')}</row>`
    }
    yield '</sheetData></worksheet>'
  }
  return [
    { name: '_rels/.rels', chunks: [`<R>${relation('a', 'officeDocument', 'xl/workbook.xml')}</R>`] },
    { name: 'xl/workbook.xml', chunks: ['<workbook><sheets><sheet name="1" id="a"/></sheets></workbook>'] },
    {
      name: 'xl/_rels/workbook.xml.rels',
      chunks: [
        `<R>${relation('a', 'worksheet', 'sheet.xml')}${relation('b', 'sharedStrings', 'strings.xml')}`,
        `${relation('c', 'styles', 'styles.xml')}</R>`,
      ],
    },
    { name: 'xl/styles.xml', chunks: ['<s><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></s>'] },
    { name: 'xl/strings.xml', chunks: strings() },
    { name: 'xl/sheet.xml', chunks: sheet() },
  ]
}

async function writeStream(path: string, chunks: Iterable<string>, gzip: boolean): Promise<void> {
  const file = createWriteStream(path)
  const first: Writable = gzip ? createGzip() : file
  if (first instanceof Transform) first.pipe(file)
  for (const chunk of joined(chunks)) {
    if (!first.write(chunk)) await new Promise((resolve) => first.once('drain', resolve))
  }
  first.end()
  await finished(file)
}

async function writeZip(path: string, parts: readonly Part[]): Promise<void> {
  const file = createWriteStream(path)
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, chunks } of parts) {
    const header = Buffer.alloc(30)
    header.write('PK\x03\x04', 'latin1')
    header.writeUInt16LE(8, 8)
    header.writeUInt16LE(name.length, 26)
    file.write(Buffer.concat([header, Buffer.from(name)]))
    const { sum, size, compressed } = await deflateInto(file, chunks)
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 'latin1')
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(sum, 16)
    entry.writeUInt32LE(compressed, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    directory.push(entry, Buffer.from(name))
    offset += header.length + name.length + compressed
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  file.end(Buffer.concat([...directory, end]))
  await finished(file)
}

async function deflateInto(file: NodeJS.WritableStream, chunks: Iterable<string>) {
  const deflate = createDeflateRaw({ level: 3 })
  let [sum, size, compressed] = [0, 0, 0]
  const written = (async () => {
    for await (const chunk of deflate) {
      compressed += chunk.length
      if (!file.write(chunk)) await new Promise((resolve) => file.once('drain', resolve))
    }
  })()
  for (const chunk of joined(chunks)) {
    sum = crc32(chunk, sum)
    size += chunk.length
    if (!deflate.write(chunk)) await new Promise((resolve) => deflate.once('drain', resolve))
  }
  deflate.end()
  await written
  return { sum, size, compressed }
}

/** Pieces of 64 KB. */
function* joined(chunks: Iterable<string>): Generator<Buffer> {
  let text = ''
  for (const chunk of chunks) {
    text += chunk
    if (text.length < 65_536) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}
