import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { programFolders } from '../environment.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const applications = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The Chrome or Chromium that browser tests run in; undefined where there is none. */
export function findBrowser(): string | undefined {
  const candidates = programFolders().flatMap((folder) => names.map((name) => join(folder, name)))
  return [...candidates, ...applications].find(isProgram)
}
