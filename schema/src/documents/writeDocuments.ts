import { writeFileSync } from 'node:fs'
import { generatedDocuments } from './generatedDocuments.ts'

// Run by `npm run documents -w schema` after a change of an SDL file or of the error catalogue.
for (const { file, text } of generatedDocuments()) writeFileSync(file, text)
