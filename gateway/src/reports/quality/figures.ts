import { type Ratio, ratio } from '@hub/schema/figures/ratio'

/** Rows of a queue by how they were handled. */
const states = ['pending', 'modified', 'processed', 'ignored', 'total'] as const
/** Records that have to be reported within a time, by how that stands. */
const duties = ['due', 'dueSoon', 'overdue', 'done', 'doneLate'] as const
const counts = ['batches', 'submitted', 'checked', 'collected', 'stored'] as const
const ratios = [
  'modifiedRate',
  'processedRate',
  'ignoredRate',
  'storedRate',
  'linkedRate',
  'compliantRate',
  'correctRate',
  'errorRate',
  'overdueRate',
  'lateRate',
  'timelyRate',
  'missedRate',
] as const

type Counted<Name extends string> = Readonly<Record<Name, number>>

/** The quality figures of guide 5.4 for one group, as a desk counts them (`subgraphs/kit/src/desk/quality/README.md`). */
export interface Figures
  extends Counted<(typeof counts)[number]>,
    Readonly<Record<(typeof ratios)[number], Ratio | null>> {
  readonly family: string | null
  /** YYYY-MM. */
  readonly month: string | null
  readonly doubts: Counted<(typeof states)[number]>
  readonly unlinked: Counted<(typeof states)[number]>
  readonly duties: Counted<(typeof duties)[number]>
}

/** What a desk is asked for. */
export const figureFields = [
  'family month',
  ...counts,
  `doubts { ${states.join(' ')} }`,
  `unlinked { ${states.join(' ')} }`,
  `duties { ${duties.join(' ')} }`,
  ...ratios.map((name) => `${name} { numerator denominator value }`),
].join(' ')

/**
 * The figures of several groups together: counts are added, and a share is that of all, which no average of shares is.
 * @param group what they have in common
 */
export function sumFigures(all: readonly Figures[], group: Pick<Figures, 'family' | 'month'>): Figures {
  const summed = <Name extends string>(names: readonly Name[], of: (one: Figures) => Counted<Name>): Counted<Name> =>
    Object.fromEntries(names.map((name) => [name, all.reduce((sum, one) => sum + of(one)[name], 0)])) as Counted<Name>
  const share = (name: (typeof ratios)[number]): Ratio | null => {
    const known = all.flatMap((one) => one[name] ?? [])
    if (known.length === 0) return null
    const total = (part: 'numerator' | 'denominator') => known.reduce((sum, one) => sum + one[part], 0)
    return ratio(total('numerator'), total('denominator'))
  }
  const shares = Object.fromEntries(ratios.map((name) => [name, share(name)])) as Record<
    (typeof ratios)[number],
    Ratio | null
  >
  return {
    ...group,
    ...summed(counts, (one) => one),
    ...shares,
    doubts: summed(states, ({ doubts }) => doubts),
    unlinked: summed(states, ({ unlinked }) => unlinked),
    duties: summed(duties, (one) => one.duties),
  }
}
