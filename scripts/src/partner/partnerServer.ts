import { createServer } from 'node:http'
import { drain } from '@hub/gateway/http/drain'
import { listen } from '@hub/gateway/http/listen'
import { PartnerDesk } from './partnerDesk.ts'
import { PartnerStore } from './partnerStore.ts'

const STOP_MILLIS = 5_000

export interface PartnerOptions {
  /** 0 for any free one. */
  readonly port: number
  /** Where it keeps what it gets. */
  readonly folder: string
  /** Keys of the signatures it accepts; one that is added later counts as well. */
  readonly keys: readonly Buffer[]
}

/** A receiving platform that runs. */
export interface Partner {
  readonly url: string
  close(): Promise<void>
}

/** Starts a receiving platform on loopback. @throws HubError HUB_PORT_IN_USE */
export async function openPartner({ port, folder, keys }: PartnerOptions): Promise<Partner> {
  const desk = new PartnerDesk(await PartnerStore.open(folder), keys)
  const http = createServer((request, response) => {
    desk.answer(request, response).catch((error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
      response.destroy()
    })
  })
  const url = await listen(http, { HOST: '127.0.0.1', PORT: port })
  return {
    url,
    close: async () => {
      await drain(http, STOP_MILLIS)
      await desk.close()
    },
  }
}
