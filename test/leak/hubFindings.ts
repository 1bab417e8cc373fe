import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql'
import { canariesIn } from './canaries.ts'
import { Findings } from './findings.ts'
import { guideHub } from './guideHub.ts'
import { callOf, hubOnlyTypes, openHubTypes, wholeSelection } from './hubGraphTypes.ts'
import { type HubSeeded, toldToSubject } from './hubSeed.ts'
import type { About, LeakCaller } from './leakCallers.ts'
import type { LeakAnswer, LeakWorld } from './leakWorld.ts'

const UNKNOWN = 'GRAPHQL_VALIDATION_FAILED'
const DENIED = 'HUB_DISCLOSURE_DENIED'
/** What was made up for an argument names nothing: whoever is told so may ask. */
const UNUSABLE = 'BAD_USER_INPUT'

const isFor = ({ claims }: LeakCaller, coordinate: string): boolean =>
  guideHub[coordinate]?.roles.includes(claims.role) === true
const codesOf = ({ errors }: LeakAnswer): (string | undefined)[] => errors.map(({ extensions }) => extensions?.code)

/** Everything that shows of the hub's own subgraph to a caller, through the hub and past its audiences, held against the guide. */
export async function hubFindings(
  world: LeakWorld,
  seeded: HubSeeded,
  callers: readonly LeakCaller[],
): Promise<Findings> {
  const findings = new Findings()
  for (const caller of callers) {
    const cell = { world, seeded, caller, findings }
    await shownTypes(cell)
    await values(cell)
    await mutations(cell)
  }
  return findings
}

interface Cell {
  readonly world: LeakWorld
  readonly seeded: HubSeeded
  readonly caller: LeakCaller
  readonly findings: Findings
}

/** Fields of the hub's types and the fields that lead to them: introspection, query, suggestions; inputs as types of variables. */
async function shownTypes({ world, caller, findings }: Cell): Promise<void> {
  const { api } = world
  const open = openHubTypes(api, (coordinate) => isFor(caller, coordinate))
  const own = [...hubOnlyTypes(api)]
  const inner = own.flatMap((name) => {
    const type = api.getType(name)
    return isObjectType(type)
      ? Object.keys(type.getFields()).map((field) => [name, field, open.has(name)] as const)
      : []
  })
  const leading = Object.keys(guideHub).map((coordinate) => {
    const [type = '', field = ''] = coordinate.split('.')
    return [type, field, isFor(caller, coordinate)] as const
  })
  const names = [...new Set([...leading, ...inner].map(([type]) => type))]
  const query = `{ ${names.map((name) => `${name}: __type(name: "${name}") { fields(includeDeprecated: true) { name } }`).join('\n')} }`
  const { data } = await world.ask(caller.claims, query)
  for (const [type, field, expected] of [...leading, ...inner]) {
    const told = `${caller.name} ${type}.${field}`
    const shown = data?.[type] as { fields: { name: string }[] } | null | undefined
    const isThere = shown?.fields.some(({ name }) => name === field) === true
    findings.expect(isThere === expected, `introspection ${told} ${isThere ? 'shown' : 'missing'}`)
    const ask = (name: string) => world.ask(caller.claims, `fragment F on ${type} { ${name} } { __typename }`)
    const { text } = await ask(field)
    const isKnown = !text.includes('Cannot query field') && !text.includes('Unknown type')
    findings.expect(isKnown === expected, `query ${told} ${isKnown ? 'known' : 'unknown'}`)
    if (expected) continue
    for (const misspelt of [`${field}x`, field.slice(0, -1)])
      findings.expect(!(await ask(misspelt)).text.includes(`\\"${field}\\"`), `suggestion ${told} by ${misspelt}`)
  }
  for (const name of own) {
    const type = api.getType(name)
    if (!isInputObjectType(type) && !isEnumType(type)) continue
    const { text } = await world.ask(caller.claims, `query ($v: ${name}) { __typename }`)
    const isKnown = !text.includes('Unknown type')
    findings.expect(isKnown === open.has(name), `input ${caller.name} ${name} ${isKnown ? 'known' : 'unknown'}`)
    const near = await world.ask(caller.claims, `query ($v: ${name}x) { __typename }`)
    findings.expect(open.has(name) || !near.text.includes(`\\"${name}\\"`), `suggestion ${caller.name} ${name}`)
  }
}

/** Whether what a canary stands for is told to whoever may ask a field, about a subject. */
function isTold(coordinate: string, about: About | undefined, one: string): boolean {
  const [field = '', of] = one.split('@')
  if (field === 'consent.tokenHash') return false
  if (coordinate === 'Query.evidence') return field.startsWith('evidence.')
  if (coordinate === 'Query.accessAgreements') return field.startsWith('consent.') && of === 'agreement'
  if (about !== 'own' || of !== about) return false
  if (coordinate === 'Enterprise.accessLog') return toldToSubject.includes(field)
  return coordinate === 'Enterprise.consents' && field.startsWith('consent.')
}

const evidenceFields =
  'caller unit client operation operationHash variables fields purpose caseNo ground groundOfAnother from result traceId details'
const consentFields = 'grantee sections purpose evidenceHash givenBy tokenHash'
const canaries = [
  ...['own', 'other'].flatMap((about) => evidenceFields.split(' ').map((field) => `evidence.${field}@${about}`)),
  ...['own', 'other', 'agreement'].flatMap((about) =>
    consentFields.split(' ').map((field) => `consent.${field}@${about}`),
  ),
]

/** What the fields that lead into the hub answer, whole, and what they refuse. */
async function values({ world, seeded, caller, findings }: Cell): Promise<void> {
  for (const coordinate of Object.keys(guideHub).filter((name) => !name.startsWith('Mutation.'))) {
    const [type = '', field = ''] = coordinate.split('.')
    const found = fieldOf(world, type, field)
    const asked = `${callOf(found)} ${wholeSelection(world.api, getNamedType(found.type).name)}`
    const abouts = type === 'Query' ? [undefined] : (['own', 'other'] as const)
    for (const about of abouts) {
      const subject = about === undefined ? '' : seeded.subjects[about]
      const hubQuery = about === undefined ? `{ ${asked} }` : `{ enterprise(subjectId: "${subject}") { ${asked} } }`
      const directQuery =
        about === undefined
          ? `{ ${asked} }`
          : `{ _entities(representations: [{ __typename: "Enterprise", subjectId: "${subject}" }]) { ... on Enterprise { ${asked} } } }`
      const isRefused = about === 'other' || guideHub[coordinate]?.refused?.(caller.claims) === true
      const isOpen = isFor(caller, coordinate) && !isRefused
      const refusal = isFor(caller, coordinate) ? DENIED : UNKNOWN
      for (const [channel, answer, refused] of [
        ['hub', await world.ask(caller.claims, hubQuery), refusal],
        ['direct', await world.direct('hub', caller.claims, directQuery), DENIED],
      ] as const) {
        const told = `${channel} ${caller.name} ${coordinate} of ${about ?? 'all'}`
        const codes = codesOf(answer)
        const isRight = isOpen
          ? codes.every((code) => code === UNUSABLE)
          : codes.length > 0 && codes.every((code) => code === refused)
        findings.expect(isRight, `${told} ${codes.join() || 'answered'}`)
        const shown = new Set(canariesIn(answer.text))
        for (const one of canaries) {
          const expected = isOpen && isTold(coordinate, about, one)
          findings.expect(shown.has(one) === expected, `${told}: ${one} ${shown.has(one) ? 'seen' : 'hidden'}`)
        }
        const others = about === 'own' && answer.text.includes(seeded.subjects.other)
        findings.expect(!others, `${told}: names another subject`)
      }
    }
  }
}

function fieldOf({ api }: LeakWorld, typeName: string, field: string) {
  const type = api.getType(typeName)
  const found = isObjectType(type) ? type.getFields()[field] : undefined
  if (found === undefined) throw new Error(`the graph has no ${typeName}.${field}`)
  return found
}

const terms = `sections: ["OWNERSHIP"], purpose: "PROJECT_REVIEW", from: "2026-01-01", to: "2026-01-02", evidenceHash: "${'0'.repeat(64)}"`
const agreementTerms =
  '{ partner: "x", title: "x", items: [{ family: "penalties" }], level: SHARED, legalBasis: "x", mode: PULL, from: "2026-01-01", to: "2026-01-02" }'

/** What a mutation is tried with about a subject; of a consent that stands, only another's is to be ended. */
const attempts: Readonly<Record<string, (subjectId: string, consentId: string) => string>> = {
  grantConsent: (id) => `(input: { subjectId: "${id}", granteeKind: CALLER, grantee: "x", ${terms} }) { state }`,
  revokeConsent: (_, id) => `(consentId: "${id}") { state }`,
  createSharingToken: (id) => `(input: { subjectId: "${id}", ${terms} }) { consent { state } }`,
  proposeAccessAgreement: () => `(input: { granteeKind: CALLER, grantee: "x", ${terms} }) { state }`,
  approveAccessAgreement: () => '(consentId: "none") { state }',
  rejectAccessAgreement: () => '(consentId: "none") { state }',
  revokeAccessAgreement: () => '(consentId: "none") { state }',
  proposeAgreement: () => `(agreement: "none", terms: ${agreementTerms}, reason: "x") { version }`,
  endAgreement: () => '(agreement: "none", reason: "x") { version }',
  approveAgreement: () => '(agreement: "none", version: 1) { version }',
  rejectProposal: () => '(agreement: "none", version: 1) { version }',
  createPartnerSecret: () => '(partner: "x") { __typename }',
  rotatePartnerSecret: () => '(secret: "none") { __typename }',
  pauseDelivery: () => '(agreement: "none", reason: "x") { __typename }',
  resumeDelivery: () => '(agreement: "none", reason: "x") { __typename }',
  replayDeadLetters: () => '(agreement: "none", reason: "x") { __typename }',
  replayFrom: () => '(agreement: "none", reason: "x") { __typename }',
  reconcileAgreement: () => '(agreement: "none", reason: "x") { __typename }',
  reissueFile: () => '(file: "none", reason: "x") { __typename }',
}

/** Acts, through the hub and past it: for whom they are not they do not exist, and of another's consent nothing is told or ended. */
async function mutations({ world, seeded, caller, findings }: Cell): Promise<void> {
  for (const [coordinate, { ofOneself }] of Object.entries(guideHub)) {
    const [type, field = ''] = coordinate.split('.')
    if (type !== 'Mutation') continue
    for (const about of ofOneself ? (['own', 'other'] as const) : (['own'] as const)) {
      const consent = about === 'own' ? 'none' : seeded.consents.other
      const attempt = attempts[field]
      if (attempt === undefined) throw new Error(`no attempt of ${field}`)
      const query = `mutation { ${field}${attempt(seeded.subjects[about], consent)} }`
      const isOpen = isFor(caller, coordinate)
      const isMine = isOpen && about === 'own'
      for (const [channel, answer] of [
        ['hub', await world.ask(caller.claims, query)],
        ['direct', await world.direct('hub', caller.claims, query)],
      ] as const) {
        const [code] = codesOf(answer)
        const told = `act ${channel} ${caller.name} ${coordinate} of ${about} ${code ?? 'done'}`
        if (isMine) findings.expect(code !== DENIED && code !== UNKNOWN, told)
        else if (!isOpen) findings.expect(code === (channel === 'hub' ? UNKNOWN : DENIED), told)
        else findings.expect(code === DENIED || code === 'BAD_USER_INPUT', told)
      }
    }
  }
  const standing = await world.hubDatabase.collection<{ _id: string }>('consents').find({ revokedAt: null }).toArray()
  for (const id of Object.values(seeded.consents))
    findings.expect(
      standing.some(({ _id }) => _id === id),
      `act ${caller.name} ended ${id}`,
    )
}
