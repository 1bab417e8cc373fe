import { HubError } from '@hub/schema/errors/HubError'
import type { DivisionEnvironment } from './environment.ts'
import type { ImportKey } from './providerKeys.ts'

/**
 * All keys that open the door for files.
 * @throws HubError HUB_SETTINGS_INVALID where a secret is an organisation's and the division's too: it would open everything
 */
export function importKeysOf(settings: Pick<DivisionEnvironment, 'IMPORT_KEYS' | 'PROVIDER_KEYS'>): ImportKey[] {
  const { IMPORT_KEYS, PROVIDER_KEYS } = settings
  const both = IMPORT_KEYS.filter(({ secret }) => PROVIDER_KEYS.some((key) => key.secret.equals(secret)))
  if (both.length === 0) return [...IMPORT_KEYS, ...PROVIDER_KEYS]
  const ids = both.map(({ id }) => id).join(', ')
  throw new HubError(
    'HUB_SETTINGS_INVALID',
    `环境变量设置有误 / wrong settings:\n  IMPORT_KEYS: ${ids} 也在 PROVIDER_KEYS 中，可打开所有类别；从 IMPORT_KEYS 中删去，或另发密钥 / ${ids} is in PROVIDER_KEYS too and would open every family: delete it from IMPORT_KEYS, or issue another`,
  )
}
