import type { Condition } from './fieldFilter.ts'

interface PathCondition {
  path: string
  asked: unknown
}

/** Paths that hold one record or the few of one subject. */
const IDENTITIES = ['_id', 'recordId', 'subjectId']
const BOUNDS = ['$gt', '$gte', '$lt', '$lte']

/**
 * The one condition on one indexed path by which a question is best narrowed before all its conditions decide; weaker
 * than they are, never stronger. SecantusDB takes an index only for a filter on that index alone: with any further
 * condition it reads the whole collection. MongoDB joins the two stages and chooses for itself.
 * @returns undefined where no index helps
 */
export function narrowing(conditions: readonly Condition[], indexed: ReadonlySet<string>): Condition | undefined {
  const candidates = conditions.flatMap(conjuncts).filter(({ path }) => indexed.has(path))
  const exact = candidates.filter(({ asked }) => isExact(asked))
  const [chosen] = [...exact.filter(({ path }) => IDENTITIES.includes(path)), ...exact]
  if (chosen === undefined) return range(candidates)
  const alike = exact.filter(({ path }) => path === chosen.path)
  // Of a name's grams the middle one mostly joins two words, which makes it rarer than 郑州 before and 公司 after it.
  const { path, asked } = alike[Math.floor(alike.length / 2)] ?? chosen
  return { [path]: asked }
}

/** The conditions on single paths that all have to hold. */
function conjuncts(condition: Condition): PathCondition[] {
  return Object.entries(condition).flatMap(([path, asked]) => {
    if (path === '$and') return (asked as Condition[]).flatMap(conjuncts)
    return path.startsWith('$') ? [] : [{ path, asked }]
  })
}

function isExact(asked: unknown): boolean {
  if (typeof asked === 'string' || typeof asked === 'number' || typeof asked === 'boolean') return true
  return typeof asked === 'object' && asked !== null && Object.keys(asked).join() === '$in'
}

/** All bounds on the first path that is bounded, in one. */
function range(candidates: readonly PathCondition[]): Condition | undefined {
  const bounded = candidates.map(({ path, asked }) => ({ path, bounds: boundsOf(asked) }))
  const path = bounded.find(({ bounds }) => bounds.length > 0)?.path
  if (path === undefined) return undefined
  const own = bounded.filter((candidate) => candidate.path === path).flatMap(({ bounds }) => bounds)
  // Of two bounds of one kind the later wins: a weaker range than both, which is all that is asked of it.
  return { [path]: Object.fromEntries(own) }
}

function boundsOf(asked: unknown): [string, unknown][] {
  return typeof asked === 'object' && asked !== null
    ? Object.entries(asked).filter(([operator]) => BOUNDS.includes(operator))
    : []
}
