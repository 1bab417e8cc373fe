import { makeUscc } from '@hub/schema/identifiers/makeIdentifiers'
import type { DemoRow } from './demoRow.ts'

const NAME = '演示市商务局（虚构）'
const USCC = makeUscc({ category: '11', authority: '410100', organisation: 'MA099999' })

/** The invented authority that decides, and reports, the demo's penalties and permits. */
export const demoAuthority: DemoRow = { authority: NAME, authorityUscc: USCC, dataSource: NAME, dataSourceUscc: USCC }

/** Its name and code where a family asks for the authority only. */
export const demoAuthorityOnly: DemoRow = { authority: NAME, authorityUscc: USCC }
