import { deskMutations } from '@hub/kit/desk/deskMutations'

/** What officers of foreign-investment do at their desk. */
export const mutation = deskMutations('foreign-investment')
