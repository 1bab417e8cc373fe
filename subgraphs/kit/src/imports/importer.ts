import type { DocumentNode } from 'graphql'
import type { RecordFamily } from '../family/recordFamily.ts'
import { type ColumnPlan, columnPlan } from './columns/columnPlan.ts'
import { SdlKinds } from './columns/sdlKinds.ts'
import type { ImportDefinition } from './importDefinition.ts'
import { declaredRules } from './rules/declaredRules.ts'
import { type ReportingDuty, reportingDuty } from './rules/reportingDuty.ts'
import { type Rule, type RuleSet, readRuleSet, rulesOn } from './rules/ruleSet.ts'

/** One family's way in, ready to run: its columns and its rules. */
export interface Importer {
  /** Import path. */
  name: string
  family: RecordFamily
  definition: ImportDefinition
  plan: ColumnPlan
  ruleSet: RuleSet
  /** Rules in force on a day, those that follow from the declared fields first. */
  rulesOn: (day: string) => readonly Rule[]
  /** Where its records are to be reported in time. */
  duty?: ReportingDuty | undefined
}

/**
 * Makes the importers of a division from its SDL.
 * @throws HubError HUB_CODE_SET_INVALID for a malformed rule file
 */
export function importers(definitions: readonly ImportDefinition[], sdl: DocumentNode): Importer[] {
  const kinds = new SdlKinds(sdl)
  return definitions.map((definition) => {
    const plan = columnPlan(definition, kinds)
    const ruleSet = readRuleSet(definition.rulesFile)
    const declared = declaredRules(definition.family, plan)
    return {
      name: definition.name ?? definition.family.name,
      family: definition.family,
      definition,
      plan,
      ruleSet,
      rulesOn: (day) => [...declared, ...rulesOn(ruleSet, day)],
      duty: reportingDuty(ruleSet),
    }
  })
}
