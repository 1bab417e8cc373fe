import { type Browser, chromium } from 'playwright-core'

/** Nothing a browser does of its own accord is to be taken for what the page does. */
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Opens a browser with a fresh profile. @throws Error when there is none at the path */
export async function openBrowser(executablePath: string | undefined): Promise<Browser> {
  if (executablePath === undefined) throw new Error('there is no Chrome or Chromium on PATH')
  return chromium.launch({ executablePath, args: QUIET })
}
