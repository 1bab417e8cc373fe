import { deflateRawSync, gzipSync } from 'node:zlib'
import { gb18030 } from './gb18030.ts'
import { chunked } from './importFiles.ts'
import { type WorkbookPlan, workbookParts } from './workbookFile.ts'
import { type ZipPart, zipped } from './zipped.ts'

/** A file that means harm, or is broken in a way that harms: what it is called in the table, and its bytes as they arrive. */
export interface HostileFile {
  name: string
  bytes: () => AsyncIterable<Uint8Array>
}

const SHEET = 'xl/worksheets/sheet1.xml'
const HEAD = '<row r="1"><c r="A1" t="str"><v>企业名称</v></c><c r="B1" t="str"><v>文号</v></c></row>'
const CSV = '企业名称,文号\n甲公司,1号\n'

const file = (name: string, content: () => string | Uint8Array): HostileFile => ({
  name,
  bytes: () => chunked(content()),
})

function workbook(cell: string, plan: Partial<WorkbookPlan> = {}): ZipPart[] {
  const rows = `${HEAD}<row r="2"><c r="A2" t="str"><v>甲公司</v></c>${cell}</row>`
  return workbookParts({ sheets: [{ name: '表', rows }], ...plan })
}

const withSheet = (change: Partial<ZipPart>): Uint8Array =>
  zipped(workbook('').map((part) => (part.name === SHEET ? { ...part, ...change } : part)))

/** The same few bytes time and again, so that no test holds what it sends. */
async function* repeated(start: string, filler: string, bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(start)
  const piece = Buffer.alloc(65_536, filler)
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece
}

const bomb = (): Uint8Array => {
  const dense = Buffer.concat([Buffer.from('<w>'), Buffer.alloc(20_000_000, `<x x="${'x'.repeat(5_000)}"/>`)])
  return withSheet({ content: '', deflated: deflateRawSync(dense) })
}

/** Every kind of hostile file that the readers are known to meet; files read `企业名称` and `文号` as headings. */
export const hostileFiles: readonly HostileFile[] = [
  file('zip bomb: a sheet of 20 MB in 20 KB', bomb),
  file('zip that declares less than it holds', () => withSheet({ declaredSize: 10 })),
  file('zip whose part was changed (checksum)', () => withSheet({ sum: 1 })),
  file('zip with 2,001 parts', () =>
    zipped(Array.from({ length: 2_001 }, (_, n) => ({ name: `${n}`, content: '', stored: true }))),
  ),
  file('zip with a part given twice', () => zipped([...workbook(''), ...workbook('')])),
  file('zip with a part named ../x', () => zipped([{ name: '../x', content: '' }])),
  file('zip cut short', () => zipped(workbook('')).subarray(0, 1_000)),
  file('password: an encrypted part of a zip', () => withSheet({ encrypted: true })),
  file('password-protected workbook, or .xls renamed .xlsx (OLE)', () =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
  ),
  file('CSV in a zip', () => zipped([{ name: 'a.csv', content: CSV }])),
  file('no byte', () => ''),
  file('gzip of no byte', () => gzipSync('')),
  file('headings alone (无数据上报)', () => '企业名称,文号\n'),
  file('CSV with headings that nobody knows, whatever its name ends in', () => 'a,b\n1,2\n'),
  file('bzip2', () => 'BZh91AY&SY'),
  file('xz', () => Buffer.from('fd377a585a000004e6d6b446', 'hex')),
  file('zstd', () => Buffer.from('28b52ffd2400010000', 'hex')),
  file('RAR', () => Buffer.from('526172211a0701003392b5e5', 'hex')),
  file('7z', () => Buffer.from('377abcaf271c000400000000', 'hex')),
  file('PDF', () => '%PDF-1.7\n%âãÏÓ\n'),
  file('XLSX with an entity', () => withSheet({ content: '<!DOCTYPE w [<!ENTITY a "b">]><w/>' })),
  file('XLSX with a text in column XFD', () => zipped(workbook('<c r="XFD2" t="str"><v>x</v></c>'))),
  file('XLSX with a cell of 40,000 characters', () =>
    zipped(workbook(`<c r="B2" t="inlineStr"><is><t>${'x'.repeat(40_000)}</t></is></c>`)),
  ),
  file('XLSX with a formula and its result', () => zipped(workbook('<c r="B2" t="str"><f>A2</f><v>1号</v></c>'))),
  file('XLSX with a formula that was never calculated', () => zipped(workbook('<c r="B2"><f>A2</f></c>'))),
  file('XLSX with an error cell', () => zipped(workbook('<c r="B2" t="e"><v>#REF!</v></c>'))),
  file('XLSX with a number that lost digits', () => zipped(workbook('<c r="B2"><v>4.1010019900101E+17</v></c>'))),
  { name: 'CSV of one line of 1 GB', bytes: () => repeated('企业名称,文号\n', 'x', 1_000_000_000) },
  { name: 'CSV with a quote that is never closed', bytes: () => repeated('企业名称,文号\n"', 'x\n', 1_000_000_000) },
  { name: 'JSON of one line of 1 GB', bytes: () => repeated('{"企业名称":"', 'x', 1_000_000_000) },
  { name: '1 GB of NUL bytes', bytes: () => repeated('', '\0', 1_000_000_000) },
  file('CSV with NUL bytes in a cell', () => '企业名称,文号\n甲\0公司,1号\n'),
  file('CSV with 501 columns', () => `企业名称,文号${',x'.repeat(499)}\n`),
  file('CSV with a formula as text', () => '企业名称,文号\n甲公司,"=HYPERLINK(""http://127.0.0.1"",""x"")"\n'),
  file('CSV in GB18030', () => gb18030(CSV)),
  file('CSV that is neither UTF-8 nor GB18030', () =>
    Buffer.concat([Buffer.from(CSV), Buffer.from([0xff, 0xff, 0x80, 0x2c, 0x31, 0x0a])]),
  ),
  file('gzip cut short', () => gzipSync(CSV.repeat(1_000)).subarray(0, 60)),
  file('gzip whose content was changed', () => {
    const bytes = gzipSync(CSV)
    bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1
    return bytes
  }),
  file(
    'XML with an external entity',
    () => '<!DOCTYPE R [<!ENTITY x SYSTEM "file:///etc/hostname">]><R><ROW><企业名称>&x;</企业名称></ROW></R>',
  ),
  file(
    'XML with nested entities (billion laughs)',
    () => '<!DOCTYPE R [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><R><ROW><企业名称>&b;</企业名称></ROW></R>',
  ),
  file('XML of 100,000 elements within each other', () => '<a>'.repeat(100_000)),
  { name: 'XML with a text of 1 GB', bytes: () => repeated('<R><ROW><文号>', 'x', 1_000_000_000) },
  { name: 'XML with a comment of 1 GB', bytes: () => repeated('<R><!--', 'x', 1_000_000_000) },
  file('XML with a reference to NUL', () => '<R><ROW><文号>&#0;</文号></ROW></R>'),
  file('XML cut short', () => '<R><ROW><企业名称>甲</企业名称><文号>1</文号></ROW><ROW><文号>2'),
  file('web page', () => '<!DOCTYPE html><html><body><table>'),
]
