/** Words by which the name of a list says what kind it is; the first that is there counts. */
const KINDS = [
  ['异常名录', 'ABNORMAL_OPERATION'],
  ['经营异常', 'ABNORMAL_OPERATION'],
  ['失信', 'SERIOUS_DISHONESTY'],
  ['黑名单', 'SERIOUS_DISHONESTY'],
] as const

/** Lists of lesser dishonesty (信用修复管理办法 tells three grades apart), and of those who are only watched. */
const LESSER = /轻微|较轻|一般|预警|关注/

/** The kind of a list (CreditListKind) by its name; undefined where the name does not say, which a person has to. */
export function kindOfList(name: unknown): string | undefined {
  if (typeof name !== 'string' || LESSER.test(name)) return undefined
  return KINDS.find(([word]) => name.includes(word))?.[1]
}
