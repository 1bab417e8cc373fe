import { hash } from 'node:crypto'

/** SM3 is GB/T 32905-2016; SHA-256 where a verifier elsewhere knows only that. */
export const hashAlgorithms = ['SM3', 'SHA-256'] as const

export type HashAlgorithm = (typeof hashAlgorithms)[number]

const nodeNames: Readonly<Record<HashAlgorithm, string>> = { SM3: 'sm3', 'SHA-256': 'sha256' }

/** Hash of a text in UTF-8, or of bytes, as `algorithm:hex`, so that whoever reads it can verify it. */
export function hashOf(algorithm: HashAlgorithm, data: string | Buffer): string {
  return `${algorithm}:${hash(nodeNames[algorithm], data)}`
}

/** The algorithm that a hash names; undefined when it is none of ours. */
export function algorithmOf(hashText: unknown): HashAlgorithm | undefined {
  if (typeof hashText !== 'string') return undefined
  return hashAlgorithms.find((algorithm) => hashText.startsWith(`${algorithm}:`))
}
