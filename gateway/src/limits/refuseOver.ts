import { HubError } from '@hub/schema/errors/HubError'
import type { LimitName, RequestLimits } from './requestLimits.ts'

const measured: Readonly<Record<LimitName, string>> = {
  characters: '查询文本长度',
  tokens: '词法单元数',
  depth: '嵌套层数',
  aliases: '别名数',
  rootFields: '根字段数',
  directives: '指令数',
  definitions: '操作与片段数',
  fields: '片段展开后的字段数',
  repeats: '同一字段的重复次数',
  introspections: '内省字段数',
  variableValues: '变量所含值的个数',
  textLength: '变量文本长度',
}

/**
 * Refuses what is over a limit.
 * @throws HubError HUB_LIMIT_EXCEEDED naming the limit and what it allows
 */
export function refuseOver(limits: RequestLimits, limit: LimitName, value: number): void {
  const allowed = limits[limit]
  if (value <= allowed) return
  throw new HubError(
    'HUB_LIMIT_EXCEEDED',
    `${measured[limit]}超过上限 ${allowed} / over the limit of ${limit}: ${allowed}`,
    { details: { limit, allowed } },
  )
}
