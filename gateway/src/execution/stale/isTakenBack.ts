import type { DataObject } from '../run/dataObject.ts'
import { bodyIn } from './answerKey.ts'
import type { KeptAnswer } from './staleMemory.ts'
import type { TakenBack } from './takenBack.ts'

/**
 * Whether a whole answer may tell of what has been taken back: of its type, and if it is known of which subjects alone it
 * tells, of one of these.
 * @param key by which the answer is kept
 */
export function isTakenBack(key: string, answer: KeptAnswer, taken: TakenBack | undefined): boolean {
  if (taken === undefined) return true
  const touched = [...taken].filter(([type]) => answer.tells.types.has(type))
  if (touched.length === 0) return false
  const subjectIds = subjectsOf(key, answer)
  return subjectIds === undefined || touched.some(([, ids]) => subjectIds.some((id) => ids.has(id)))
}

/** The subjects of which alone an answer tells; undefined where it may tell of any. */
function subjectsOf(key: string, answer: KeptAnswer): readonly string[] | undefined {
  const { subjectIds, tells } = answer
  if (subjectIds === undefined || tells.represented.length === 0) return subjectIds
  const { variables } = JSON.parse(bodyIn(key, answer)) as { readonly variables: Readonly<Record<string, unknown>> }
  const named = tells.represented.flatMap(({ variable, idName }) => {
    const representations = (variables[variable] ?? []) as readonly DataObject[]
    return representations.map((representation) => representation[idName])
  })
  return named.every((id) => typeof id === 'string') ? named : undefined
}
