import { deskMutations } from '@hub/kit/desk/deskMutations'

/** What officers of personnel do at their desk. */
export const mutation = deskMutations('personnel')
