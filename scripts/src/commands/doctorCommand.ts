import { join, resolve } from 'node:path'
import { examined } from '../doctor/examination.ts'
import { examinations } from '../doctor/examinations.ts'
import { readEnvironment } from '../environment.ts'
import type { ProgressLines } from '../launcher/progressLines.ts'
import { remedyLines } from '../launcher/remedyLines.ts'
import { statusCommand } from './statusCommand.ts'

/**
 * `hub doctor`: what is installed, what answers, what is wrong, and what to do about each.
 * @returns whether the hub can run here; that it is not running at the moment is no fault
 */
export async function doctorCommand(
  options: { port: number; data: string },
  progress: ProgressLines,
): Promise<boolean> {
  const dataFolder = resolve(options.data)
  let well = true
  for (const examination of examinations(readEnvironment(), options.port, dataFolder)) {
    const { isWell, lines } = await examined(examination)
    well &&= isWell
    for (const line of lines) progress.line(line)
  }
  if (await statusCommand(options, progress)) return well
  const logs = join(dataFolder, 'logs')
  const remedy = {
    zh: `未启动的用 npm start 启动（端口不是 4000 的加 --port）；未就绪的看 ${logs}`,
    en: `Start what does not answer with npm start (give --port where it is not 4000); of what is not ready see ${logs}`,
  }
  for (const line of remedyLines(remedy)) progress.line(line)
  return well
}
