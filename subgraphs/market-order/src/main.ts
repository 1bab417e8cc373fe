import { startDivision } from '@hub/kit/server/startDivision'
import { division } from './division.ts'

await startDivision(division)
