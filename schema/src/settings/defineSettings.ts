import type { z } from 'zod'
import { bilingualIssue } from '../errors/bilingualIssue.ts'
import type { BilingualText } from '../errors/errorEntry.ts'
import { HubError } from '../errors/HubError.ts'

export interface SettingDefinition<S extends z.ZodType> {
  /** Parses the text of the variable; `z.coerce` where it is no text. */
  readonly schema: S
  /** Value when the variable is unset or empty. Without one, `schema` decides whether it may be missing. */
  readonly default?: z.output<S>
  readonly description: BilingualText
  /** Keeps the value out of tables and messages. */
  readonly secret?: boolean
}

type Schemas = Readonly<Record<string, z.ZodType>>
export type SettingValues<S extends Schemas> = { readonly [K in keyof S]: z.output<S[K]> }

/** One variable that could not be read. */
export interface SettingFault {
  readonly name: string
  readonly problem: string
  readonly remedy: BilingualText
}

export interface Settings<S extends Schemas> {
  readonly definitions: { readonly [K in keyof S]: SettingDefinition<S[K]> }
  /**
   * The typed values.
   * @throws HubError HUB_SETTINGS_INVALID naming every faulty variable at once.
   */
  read(environment: Readonly<Record<string, string | undefined>>): SettingValues<S>
}

type Outcome = { readonly value: unknown } | { readonly fault: SettingFault }

function readOne(name: string, definition: SettingDefinition<z.ZodType>, text: string | undefined): Outcome {
  // An empty variable is what `NAME= command` and compose files leave behind: it means "not set".
  const given = text === '' ? undefined : text
  if (given === undefined && definition.default !== undefined) return { value: definition.default }
  const parsed = definition.schema.safeParse(given, { error: bilingualIssue })
  if (parsed.success) return { value: parsed.data }
  const problem =
    given === undefined ? '未设置 / is not set' : parsed.error.issues.map((issue) => issue.message).join('; ')
  return { fault: { name, problem, remedy: definition.description } }
}

function settingsError(faults: readonly SettingFault[]): HubError {
  const lines = faults.map(({ name, problem, remedy }) => `  ${name}: ${problem} -> ${remedy.en} / ${remedy.zh}`)
  const message = `环境变量设置有误 / wrong settings:\n${lines.join('\n')}`
  return new HubError('HUB_SETTINGS_INVALID', message, { details: { faults } })
}

/** Declares the environment variables of a process: `defineSettings({ PORT: { schema, default, description } })`. */
export function defineSettings<S extends Schemas>(
  definitions: {
    readonly [K in keyof S]: SettingDefinition<S[K]>
  },
): Settings<S> {
  return {
    definitions,
    read(environment) {
      const values: Record<string, unknown> = {}
      const faults: SettingFault[] = []
      for (const [name, definition] of Object.entries<SettingDefinition<z.ZodType>>(definitions)) {
        const outcome = readOne(name, definition, environment[name])
        if ('fault' in outcome) faults.push(outcome.fault)
        else values[name] = outcome.value
      }
      if (faults.length > 0) throw settingsError(faults)
      return values as SettingValues<S>
    },
  }
}
