import { join, resolve } from 'node:path'
import { webhookKey } from '@hub/gateway/exchange/push/webhookSignature'
import { untilStopped } from '@hub/gateway/http/untilStopped'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { partnerSecrets } from '../partner/partnerSecret.ts'
import { openPartner } from '../partner/partnerServer.ts'

/** `hub partner`: a small receiving platform, until it is told to stop. */
export async function partnerCommand(options: { port: number; data: string }, progress: ProgressLines): Promise<void> {
  const folder = join(resolve(options.data), 'partner')
  const keys = (await partnerSecrets(folder)).map(webhookKey).filter((key) => key !== undefined)
  const stopped = untilStopped()
  const partner = await openPartner({ port: options.port, folder, keys })
  progress.line(`接收平台 partner  ${partner.url}/events  密钥 secret: ${join(folder, 'secret')}`)
  await stopped
  await partner.close()
}
