import { moneyDefinition } from '@hub/kit/family/moneyDefinition'

/** What a party puts in, in one way (GraphQL type Contribution). */
export const contributionDefinition = { _id: false, modeCode: String, amount: moneyDefinition } as const
