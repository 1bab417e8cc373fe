import type { FormattedExecutionResult } from 'graphql'

/** The `data` of an answer that is already JSON text; stands in an execution result until the result is written. */
export class TextData {
  /** @param bytes JSON text in UTF-8 */
  constructor(private readonly bytes: Buffer) {}

  get text(): string {
    return this.bytes.toString('utf8')
  }

  /** For those who write the result without `stringifyAnswer`: right, but parsed and written once more. */
  toJSON(): unknown {
    return JSON.parse(this.text)
  }
}

/** Writes an execution result; text that is there is taken over as it stands. For Apollo Server's `stringifyResult`. */
export function stringifyAnswer(result: FormattedExecutionResult): string {
  const { data, ...others } = result
  if (!((data as unknown) instanceof TextData)) return JSON.stringify(result)
  const rest = JSON.stringify(others).slice(1, -1)
  const { text } = data as unknown as TextData
  return rest === '' ? `{"data":${text}}` : `{${rest},"data":${text}}`
}
