import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import { usccAlphabet } from '@hub/schema/identifiers/uscc'
import type { DemoRandom } from './demoRandom.ts'
import type { DemoRow } from './demoRow.ts'

/** Of a thousand rows, so many are held back, name their subject unsurely, stand twice, or are reported late. */
const SHARES = { doubtful: 15, unlinked: 20, duplicate: 20, late: 30 } as const

/** The column with the code of the row's subject. */
type CodeColumn = 'uscc' | 'subjectUscc'

/**
 * Rows as divisions really report them: some mistyped, some without a sure subject, some twice, some after all others.
 * In the registry every enterprise stays as it is; what is dirty stands beside it.
 */
export function* dirtied(rows: Iterable<DemoRow>, random: DemoRandom, isRegistry: boolean): Generator<DemoRow> {
  const late: DemoRow[] = []
  for (const row of rows) {
    const fate = fateOf(random)
    if (isRegistry) {
      yield row
      if (fate === 'doubtful') yield mistyped(row, 'uscc', random)
      if (fate === 'duplicate') yield row
    } else if (fate === 'late') late.push(row)
    else {
      yield fate === 'doubtful' ? doubtful(row, random) : fate === 'unlinked' ? unlinked(row, random) : row
      if (fate === 'duplicate') yield row
    }
  }
  yield* late
}

function fateOf(random: DemoRandom): keyof typeof SHARES | 'clean' {
  let drawn = random.int(1, 1_000)
  for (const [fate, share] of Object.entries(SHARES)) {
    if (drawn <= share) return fate as keyof typeof SHARES
    drawn -= share
  }
  return 'clean'
}

function doubtful(row: DemoRow, random: DemoRandom): DemoRow {
  const day = Object.keys(row).find((field) => field.endsWith('On'))
  if (day !== undefined && random.chance(50)) return { ...row, [day]: '2021-02-30' }
  return mistyped(row, 'subjectUscc', random)
}

/** The check character shows it. */
function mistyped(row: DemoRow, column: CodeColumn, random: DemoRandom): DemoRow {
  const code = String(row[column])
  const others = [...usccAlphabet].filter((character) => !code.endsWith(character))
  return { ...row, [column]: code.slice(0, 17) + random.pick(others) }
}

function unlinked(row: DemoRow, random: DemoRandom): DemoRow {
  const { subjectUscc: _, ...byName } = row
  const name = String(row.subjectName)
  // Far beyond the number of enterprises that are ever invented.
  const unknown = `MA09${String(random.int(0, 9_999)).padStart(4, '0')}`
  return random.pick([
    byName,
    { ...row, subjectName: name.replace('有限公司', '有限责任公司').replace('商行', '商店') },
    { ...row, subjectName: `${name}郑州分公司` },
    { ...row, subjectUscc: makeUscc({ category: '91', authority: '410100', organisation: unknown }) },
  ])
}
