import { maskPersonName } from '@hub/schema/names/maskPersonName'

/** Legal representative or owner, as stored. */
export interface LiquorOwner {
  name?: string
  idType?: string
  idNo?: string
}

/**
 * An owner as the schema shows him: a company's legal representative by name, the owner of an individual's business
 * masked in `name`, with his own name only in `fullName`, which its disclosure level guards. Where nobody reported
 * which of the two he is, he is taken for a private person.
 */
export function openOwner(owner: LiquorOwner, isIndividualBusiness = true): LiquorOwner & { fullName?: string } {
  if (!isIndividualBusiness || !owner.name) return owner
  return { ...owner, name: maskPersonName(owner.name), fullName: owner.name }
}
