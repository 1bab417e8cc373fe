import { resolve } from 'node:path'
import { divisions } from '@hub/schema/divisions/divisions'
import { dataFolderHolder } from '../dataFolder/lockDataFolder.ts'
import { isAlive } from '../dataFolder/lockHolder.ts'
import { hubAddresses } from '../launcher/hubAddresses.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { textTable } from '../launcher/textTable.ts'

const probeMillis = 3_000

async function statusOf(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(probeMillis) })
    return response.ok ? '就绪 ready' : `未就绪 not ready: ${(await response.text()).slice(0, 200)}`
  } catch {
    return '无应答 no answer'
  }
}

/**
 * `hub status`: what answers at the addresses of a hub, and who holds the data folder.
 * @returns whether everything is ready
 */
export async function statusCommand(
  options: { port: number; data: string },
  progress: ProgressLines,
): Promise<boolean> {
  const addresses = hubAddresses(options.port)
  const probes = [
    { name: 'gateway', url: `${addresses.gatewayUrl}/readyz` },
    ...divisions.map(({ name }) => ({ name, url: `${addresses.divisionUrls[name]}/readyz` })),
  ]
  const states = await Promise.all(probes.map(({ url }) => statusOf(url)))
  for (const line of textTable(probes.map(({ name, url }, index) => [name, url, states[index] ?? '']))) {
    progress.line(line)
  }
  const folder = resolve(options.data)
  const holder = await dataFolderHolder(folder)
  const inUse = holder !== undefined && isAlive(holder)
  progress.line(`${folder}: ${inUse ? `使用中 in use (pid ${holder.pid}, port ${holder.port})` : '空闲 not in use'}`)
  return states.every((state) => state.startsWith('就绪'))
}
