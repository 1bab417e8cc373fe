import { fileURLToPath } from 'node:url'

/** The folder that holds all packages. */
export const repositoryFolder = fileURLToPath(new URL('../../../', import.meta.url))
