import { deskMutations } from '@hub/kit/desk/deskMutations'

/** What officers of trade do at their desk. */
export const mutation = deskMutations('trade')
