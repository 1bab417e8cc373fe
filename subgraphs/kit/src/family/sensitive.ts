/**
 * A text that is sensitive personal information (敏感个人信息) and stands encrypted in every collection: certificate numbers
 * of natural persons, phone numbers (sealing/README.md). Nothing can be searched or sorted by it.
 */
export const sensitive = { type: String, sensitive: 'ALWAYS' } as const

/** A number that is none by its kind, but may be somebody's citizen id: it stands encrypted where one can be read in it. */
export const sensitiveIfCitizenId = { type: String, sensitive: 'IF_CITIZEN_ID' } as const
