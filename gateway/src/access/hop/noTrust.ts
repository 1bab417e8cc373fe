import type { DivisionTrust } from './divisionTrust.ts'

/** For divisions that ask for no proof: stubs of conformance suites and benchmarks. */
export const noTrust: DivisionTrust = { signers: new Map() }
