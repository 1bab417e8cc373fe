/** What tokens of the demo's own issuer say of whence and for whom they are. */
export const demoIssuer = { issuer: 'urn:commerce-credit-hub:demo', audience: 'urn:commerce-credit-hub' } as const
