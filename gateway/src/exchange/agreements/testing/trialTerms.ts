import { type AgreementTerms, agreementTerms } from '../agreementTerms.ts'

/** Terms for a test that cares for some of them only: penalties, pushed to 某平台. @param own what it cares for */
export function trialTerms(own: object = {}): AgreementTerms {
  return agreementTerms.parse({
    partner: '某平台',
    title: '试验',
    items: [{ family: 'penalties' }],
    level: 'SHARED',
    legalBasis: '试验',
    mode: 'PUSH',
    from: '2026-01-01',
    to: '2099-12-31',
    endpoint: 'https://partner.example/',
    secretIds: ['s'],
    ...own,
  })
}
