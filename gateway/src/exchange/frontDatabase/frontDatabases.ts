import { z } from 'zod'

const kinds = ['mongodb:', 'mongodb+srv:', 'postgres:', 'postgresql:', 'mysql:', 'sqlite:']

/** Where front-end databases are, by the name that agreements give: `name=address`, separated by white space. */
export const frontDatabaseList = z.string().transform((text, context): ReadonlyMap<string, string> => {
  const entries = text.split(/\s+/).filter((entry) => entry !== '')
  const databases = new Map<string, string>()
  for (const entry of entries) {
    const at = entry.indexOf('=')
    const [name, url] = [entry.slice(0, at), entry.slice(at + 1)]
    const isKnown = URL.canParse(url) && kinds.includes(new URL(url).protocol)
    if (!/^[a-z0-9][a-z0-9-]{0,60}$/.test(name) || !isKnown) {
      // The address may hold a password.
      context.addIssue(`must be name=address, separated by spaces; addresses begin with ${kinds.join(' ')}`)
      return z.NEVER
    }
    databases.set(name, url)
  }
  return databases
})
