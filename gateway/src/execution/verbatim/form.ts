/** What the JSON text of a value must look like to be passed on as it stands, without white space. */
export type Form = LeafForm | ListForm | ObjectForm

interface Nullability {
  readonly nonNull: boolean
}

export type LeafForm = Nullability &
  (
    | { readonly kind: 'text' | 'integer' | 'number' | 'boolean' }
    /** The bytes of the words that may stand between quotes, by their hash. */
    | { readonly kind: 'word'; readonly words: ReadonlyMap<number, Uint8Array> }
  )

export interface ListForm extends Nullability {
  readonly kind: 'list'
  readonly of: Form
}

export interface ObjectForm extends Nullability {
  readonly kind: 'object'
  readonly members: readonly MemberForm[]
}

export interface MemberForm {
  /** `{"name":` for the first, `,"name":` for the others. */
  readonly key: Uint8Array
  readonly form: Form
}

/** The hash by which words are found. */
export const addToHash = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0

/** Words by their hash; undefined when two have the same. */
export function wordsByHash(words: readonly string[]): ReadonlyMap<number, Uint8Array> | undefined {
  const byHash = new Map(
    words.map((word) => {
      const bytes = Buffer.from(word)
      return [bytes.reduce(addToHash, 0), bytes] as const
    }),
  )
  return byHash.size === words.length ? byHash : undefined
}
