import { refuseOver } from './refuseOver.ts'
import type { RequestLimits } from './requestLimits.ts'

/**
 * Refuses variables that would cost checking too much, or nest so deep that walking them would exhaust the stack.
 * @throws HubError HUB_LIMIT_EXCEEDED
 */
export function limitVariables(variables: Readonly<Record<string, unknown>>, limits: RequestLimits): void {
  let level: unknown[] = Object.values(variables)
  let values = level.length
  for (let depth = 1; level.length > 0; depth++) {
    refuseOver(limits, 'variableValues', values)
    refuseOver(limits, 'depth', depth)
    const below: unknown[] = []
    for (const value of level) {
      if (typeof value === 'string') refuseOver(limits, 'textLength', value.length)
      if (typeof value !== 'object' || value === null) continue
      if (Array.isArray(value)) refuseOver(limits, 'variableValues', values + value.length)
      const inner = Array.isArray(value) ? value : Object.values(value)
      values += inner.length
      refuseOver(limits, 'variableValues', values)
      for (const one of inner) below.push(one)
    }
    level = below
  }
}
