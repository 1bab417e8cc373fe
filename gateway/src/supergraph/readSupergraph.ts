import { readFile } from 'node:fs/promises'
import { HubError } from '@hub/schema/errors/HubError'

/**
 * The text of a composed supergraph.
 * @throws HubError HUB_SUPERGRAPH_UNUSABLE when there is no such file or it holds no supergraph
 */
export async function readSupergraph(file: string): Promise<string> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw unusable(file, error)
  }
  if (!text.includes('@join__graph')) throw unusable(file)
  return text
}

function unusable(file: string, error?: unknown): HubError {
  const message = `超图文件不可用 / unusable supergraph file: ${file}`
  return new HubError('HUB_SUPERGRAPH_UNUSABLE', message, error instanceof Error ? { cause: error } : {})
}
