const openingBrackets = /[[{<〈《「『【〔〖]/gu
const closingBrackets = /[\]}>〉》」』】〕〗]/gu
const dashes = /\p{Dash_Punctuation}/gu
const middleDots = /[•‧∙⋅・･]/gu
const quotes = /["'“”‘’`´]/gu
const invisible = /[\s\p{Control}\p{Format}]/gu
const endingPunctuation = /[.,;:!?。、，；：！？]+$/u

/**
 * One spelling for the ways an enterprise's name is typed: full width, brackets, white space, dashes, dots,
 * quotes, case and a full stop at the end. Punctuation is unified rather than deleted, since deleting it would
 * make different names equal (`3.5` and `35`); a wrong match is worse than a missing one. Idempotent.
 */
export function normaliseName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(openingBrackets, '(')
    .replace(closingBrackets, ')')
    .replace(dashes, '-')
    .replace(middleDots, '·')
    .replace(quotes, '')
    .replace(endingPunctuation, '')
    .normalize('NFKC')
}

/**
 * The index terms of a name: every character and every pair of neighbours of its normalised form, each once.
 * A name contains a text only if it has all grams of the text, so an index on them finds any substring; that the
 * grams stand in the right order remains to be checked on what is found.
 */
export function nameGrams(text: string): string[] {
  const characters = [...normaliseName(text)]
  const grams = new Set(characters)
  characters.forEach((character, position) => {
    const next = characters[position + 1]
    if (next !== undefined) grams.add(character + next)
  })
  return [...grams]
}
