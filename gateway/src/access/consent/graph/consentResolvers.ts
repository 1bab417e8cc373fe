import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import type { InProcessContext } from '../../../execution/divisions/inProcessDivision.ts'
import type { Consent, ConsentTerms } from '../consent.ts'
import { ConsentActs, type ConsentActsParts } from '../consentActs.ts'
import { type ConsentPageArguments, consentPage } from './consentPage.ts'
import { consentView } from './consentView.ts'

type Given<Input> = { readonly input: Input }
type OfSubject<Input> = Input & { readonly subjectId: string }
type Subject = { readonly subjectId: string }
type Named = { readonly consentId: string }
type Terms = Omit<ConsentTerms, 'grantor'>

/** What of the hub's graph is about consents and standing agreements (`gateway/graphql/consents.graphql`). */
export function consentResolvers(parts: ConsentActsParts): SubgraphResolvers {
  const { store } = parts
  const acts = new ConsentActs(parts)
  const shown = (consent: Consent) => consentView(consent, { subjectId: consent.grantor, today: store.today() })
  const page = (of: Parameters<typeof consentPage>[1], asked: ConsentPageArguments, context: InProcessContext) =>
    consentPage(store, of, asked, context)
  return {
    Query: {
      accessAgreements: (_: unknown, asked: ConsentPageArguments, context: InProcessContext) =>
        page({ of: { grantor: { $exists: false } }, subjectId: undefined }, asked, context),
    },
    Mutation: {
      grantConsent: async (_: unknown, { input }: Given<OfSubject<Terms>>, by: InProcessContext) => {
        const { subjectId: grantor, ...terms } = input
        return shown(await acts.grant({ ...terms, grantor }, by))
      },
      createSharingToken: async (
        _: unknown,
        { input }: Given<OfSubject<Omit<Terms, 'granteeKind' | 'grantee'>>>,
        by: InProcessContext,
      ) => {
        const { subjectId: grantor, ...terms } = input
        const { token, consent } = await acts.share({ ...terms, grantor }, by)
        return { subjectId: grantor, token, consent: shown(consent) }
      },
      revokeConsent: async (_: unknown, { consentId }: Named, by: InProcessContext) =>
        shown(await acts.revoke(consentId, by)),
      proposeAccessAgreement: async (_: unknown, { input }: Given<Terms>, by: InProcessContext) =>
        shown(await acts.propose({ ...input }, by)),
      approveAccessAgreement: async (_: unknown, { consentId }: Named, by: InProcessContext) =>
        shown(await acts.decide(consentId, 'APPROVED', by)),
      rejectAccessAgreement: async (_: unknown, { consentId }: Named, by: InProcessContext) =>
        shown(await acts.decide(consentId, 'REJECTED', by)),
      revokeAccessAgreement: async (_: unknown, { consentId }: Named, by: InProcessContext) =>
        shown(await acts.disagree(consentId, by)),
    },
    Enterprise: {
      consents: ({ subjectId }: Subject, asked: ConsentPageArguments, context: InProcessContext) =>
        page({ of: { grantor: subjectId }, subjectId }, asked, context),
      consentsReceived: ({ subjectId }: Subject, asked: ConsentPageArguments, context: InProcessContext) =>
        page({ of: { granteeKind: 'ENTERPRISE', grantee: subjectId }, subjectId }, asked, context),
    },
  }
}
