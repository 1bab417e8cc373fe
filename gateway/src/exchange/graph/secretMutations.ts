import { bilingualIssue } from '@hub/schema/errors/bilingualIssue'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import type { InProcessContext } from '../../execution/divisions/inProcessDivision.ts'
import type { NewSecret, PartnerSecrets } from '../secrets/partnerSecrets.ts'
import { actor } from './agreementMutations.ts'

const overlap = z.number().int().min(0).max(720)
const partnerName = z.string().min(1).max(200)
/** Long enough that it is not guessed. */
const givenText = z.string().min(16).max(500).optional()

function checked<Value>(shape: z.ZodType<Value>, value: unknown, fault: string): Value {
  const parsed = shape.safeParse(value, { error: bilingualIssue })
  if (parsed.success) return parsed.data
  throw new HubError('BAD_USER_INPUT', fault)
}

const textOf = (text: string | null | undefined) =>
  checked(givenText, text ?? undefined, '密钥须为 16–500 个字符 / text: 16 to 500 characters')

/** Mutations about secrets shared with partners. */
export function secretMutations(secrets: PartnerSecrets) {
  return {
    createPartnerSecret: async (
      _: unknown,
      { partner, text }: { readonly partner: string; readonly text?: string | null },
      { caller }: InProcessContext,
    ): Promise<NewSecret> => {
      const by = actor(caller, 'PARTNER_SECRET_CREATE')
      const name = checked(partnerName, partner, '接收单位须为 1–200 个字符 / partner: 1 to 200 characters')
      return secrets.create(name, by, textOf(text))
    },
    rotatePartnerSecret: async (
      _: unknown,
      given: { readonly secret: string; readonly overlapHours?: number | null; readonly text?: string | null },
      { caller }: InProcessContext,
    ): Promise<NewSecret> => {
      const by = actor(caller, 'PARTNER_SECRET_ROTATE')
      const overlapHours = checked(overlap, given.overlapHours ?? 72, 'overlapHours 须为 0–720 / 0 to 720')
      return secrets.rotate(given.secret, { by, overlapHours, given: textOf(given.text) })
    },
  }
}
