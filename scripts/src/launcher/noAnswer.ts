import { HubError } from '@hub/schema/errors/HubError'

/** What a command says that found nobody at the hub's address. */
export function noAnswer(gatewayUrl: string, cause: unknown): HubError {
  const found = `枢纽没有应答，端口不是 4000 的以 --port 指明 / the hub does not answer, name its port with --port: ${gatewayUrl}`
  return new HubError('BAD_USER_INPUT', found, cause instanceof Error ? { cause } : {})
}
