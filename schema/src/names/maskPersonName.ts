/** A natural person's name as others may see it: the first character stays, the given name is starred (张*). */
export function maskPersonName(name: string): string {
  const [first = '', ...others] = [...name.trim()]
  return first + '*'.repeat(others.length)
}
