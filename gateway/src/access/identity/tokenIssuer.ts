import { HubError } from '@hub/schema/errors/HubError'
import type { Logger } from 'pino'
import type { GatewayEnvironment } from '../../environment.ts'
import { demoIssuer } from './demoIssuer.ts'
import { KeySource } from './keySource.ts'
import { loadJwks, parseJwks } from './loadJwks.ts'
import { TokenVerifier } from './tokenVerifier.ts'

/**
 * Verifies the tokens of the configured issuer; undefined where there is none, and nobody can show a token.
 * @throws HubError HUB_DEMO_ISSUER_REFUSED when the demo's issuer is to be believed in production,
 * HUB_SETTINGS_INVALID when the issuer is only half configured
 */
export function tokenIssuer(environment: GatewayEnvironment, logger: Logger): TokenVerifier | undefined {
  const { JWT_JWKS, JWT_ISSUER, JWT_AUDIENCE, JWT_CLOCK_SKEW_SECONDS: clockSkewSeconds, DEMO_ISSUER_JWKS } = environment
  if (DEMO_ISSUER_JWKS !== undefined) {
    if (environment.NODE_ENV === 'production' || JWT_JWKS !== undefined) throw new HubError('HUB_DEMO_ISSUER_REFUSED')
    const keys = new KeySource({
      load: async () => parseJwks(DEMO_ISSUER_JWKS),
      onFault: (err) => logger.error({ err }),
    })
    logger.warn('tokens of the demo issuer are believed: not for production')
    return new TokenVerifier({ getKey: keys.getKey, ...demoIssuer, clockSkewSeconds })
  }
  if (JWT_JWKS === undefined) return undefined
  if (JWT_ISSUER === undefined || JWT_AUDIENCE === undefined)
    throw new HubError(
      'HUB_SETTINGS_INVALID',
      '环境变量设置有误 / wrong settings: JWT_JWKS 须与 JWT_ISSUER、JWT_AUDIENCE 同时设置 / needs JWT_ISSUER and JWT_AUDIENCE',
    )
  const onFault = (err: unknown) => logger.warn({ err }, "the issuer's keys were not reached")
  const keys = new KeySource({ load: () => loadJwks(JWT_JWKS), onFault })
  return new TokenVerifier({ getKey: keys.getKey, issuer: JWT_ISSUER, audience: JWT_AUDIENCE, clockSkewSeconds })
}
