import type { ListExpectation } from '@hub/kit/testing/listExpectation'
import { holdsOn, inState, is, nameContains, notAfter, notBefore } from '@hub/kit/testing/naiveFilter'
import fc from 'fast-check'
import { commitments } from '../../src/models/commitments.ts'
import { listEntries } from '../../src/models/listEntries.ts'
import { redListEntries } from '../../src/models/redListEntries.ts'
import { authorities, dates, docNos, names, partly, texts } from './samples.ts'

const date = fc.constantFrom(...dates)
const docNo = fc.constantFrom(...docNos)
const authority = fc.constantFrom(...authorities)
const name = fc.constantFrom(...names)
const listKinds = ['SERIOUS_DISHONESTY', 'ABNORMAL_OPERATION']

export const listEntriesExpectation: ListExpectation = {
  family: listEntries,
  list: 'listEntries',
  stem: 'ListEntry',
  fields: fc
    .tuple(
      fc.record({
        listKind: fc.constantFrom(...listKinds),
        listName: name,
        listedOn: date,
        listingAuthority: authority,
      }),
      partly({ listingDocNo: docNo, removedOn: date }),
    )
    .map(([always, sometimes]) => ({ ...always, ...sometimes })),
  filters: {
    recordState: inState,
    validOn: holdsOn(({ listedOn, removedOn }) => [listedOn, removedOn], dates),
    listKind: is(({ listKind }) => listKind, listKinds),
    listNameContains: nameContains(({ listName }) => listName, texts),
    listingAuthority: is(({ listingAuthority }) => listingAuthority, authorities),
    listedFrom: notBefore(({ listedOn }) => listedOn, dates),
    listedTo: notAfter(({ listedOn }) => listedOn, dates),
    onList: is(({ removedOn }) => removedOn === undefined, [true, false]),
    listingDocNo: is(({ listingDocNo }) => listingDocNo, docNos),
  },
  orders: { LISTED_ON: ({ listedOn }) => listedOn as string },
  openTo: ({ removedOn }, today) => (removedOn !== undefined && String(removedOn) <= today ? 'SHARED' : 'PUBLIC'),
}

export const redListEntriesExpectation: ListExpectation = {
  family: redListEntries,
  list: 'redListEntries',
  stem: 'RedListEntry',
  fields: fc
    .tuple(
      fc.record({ honorName: name, listedOn: date, authority }),
      partly({ publicityEndsOn: date, removedOn: date, docNo }),
    )
    .map(([always, sometimes]) => ({ ...always, ...sometimes })),
  filters: {
    recordState: inState,
    validOn: holdsOn(({ listedOn, publicityEndsOn, removedOn }) => {
      const ends = [publicityEndsOn, removedOn].filter((end) => end !== undefined)
      return [listedOn, ends.sort()[0]]
    }, dates),
    honorNameContains: nameContains(({ honorName }) => honorName, texts),
    authority: is((fields) => fields.authority, authorities),
    listedFrom: notBefore(({ listedOn }) => listedOn, dates),
    listedTo: notAfter(({ listedOn }) => listedOn, dates),
    docNo: is((fields) => fields.docNo, docNos),
  },
  orders: { LISTED_ON: ({ listedOn }) => listedOn as string },
  openTo: ({ publicityEndsOn, removedOn }, today) => {
    const isOver = publicityEndsOn !== undefined && String(publicityEndsOn) < today
    return isOver || (removedOn !== undefined && String(removedOn) <= today) ? 'SHARED' : 'PUBLIC'
  },
}

const commitmentTypes = ['VOLUNTARY', 'REPAIR']
const fulfilments = ['IN_PROGRESS', 'BREACHED']

export const commitmentsExpectation: ListExpectation = {
  family: commitments,
  list: 'commitments',
  stem: 'Commitment',
  fields: fc
    .tuple(
      fc.record({ commitmentType: fc.constantFrom(...commitmentTypes), signedOn: date }),
      partly({
        commitmentNo: docNo,
        matter: name,
        validUntil: date,
        authority,
        fulfilment: fc.constantFrom(...fulfilments),
      }),
    )
    .map(([always, sometimes]) => ({ ...always, ...sometimes })),
  filters: {
    recordState: inState,
    validOn: holdsOn(({ signedOn, validUntil }) => [signedOn, validUntil], dates),
    commitmentType: is(({ commitmentType }) => commitmentType, commitmentTypes),
    commitmentNo: is(({ commitmentNo }) => commitmentNo, docNos),
    authority: is((fields) => fields.authority, authorities),
    signedFrom: notBefore(({ signedOn }) => signedOn, dates),
    signedTo: notAfter(({ signedOn }) => signedOn, dates),
    fulfilment: is(({ fulfilment }) => fulfilment, fulfilments),
  },
  orders: { SIGNED_ON: ({ signedOn }) => signedOn as string },
}
