import { HubError } from '@hub/schema/errors/HubError'
import { type Remedy, remedyLines } from '../launcher/remedyLines.ts'

/** What an examination finds: all well, or well enough with something to be looked at. */
export type Finding = string | { readonly found: string; readonly remarks?: readonly string[]; readonly remedy: Remedy }

/** One thing that the hub needs or would like to have. */
export interface Examination {
  readonly subject: string
  /** What there is. @throws Error saying what is wrong. */
  readonly examine: () => Promise<Finding>
  /** What to do where an error has no code, and so no remedy of its own. */
  readonly remedy: Remedy
}

/** Examines, and says as lines to read what was found: `✓` well, `!` to be looked at, `✗` wrong; these with their remedy. */
export async function examined({ subject, examine, remedy }: Examination): Promise<{
  readonly isWell: boolean
  readonly lines: readonly string[]
}> {
  try {
    const finding = await examine()
    if (typeof finding === 'string') return { isWell: true, lines: [`✓ ${subject}: ${finding}`] }
    const beneath = [...(finding.remarks ?? []), ...remedyLines(finding.remedy)]
    return { isWell: true, lines: [`! ${subject}: ${finding.found}`, ...beneath.map((line) => `  ${line}`)] }
  } catch (error) {
    const isCoded = error instanceof HubError
    const message = error instanceof Error ? error.message : String(error)
    const beneath = remedyLines(isCoded ? error.remedy : remedy).map((line) => `  ${line}`)
    return { isWell: false, lines: [`✗ ${subject}: ${isCoded ? `${error.code} ` : ''}${message}`, ...beneath] }
  }
}
