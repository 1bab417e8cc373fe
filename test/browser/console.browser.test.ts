import { divisions } from '@hub/schema/divisions/divisions'
import { readEnvironment } from '@hub/scripts/environment'
import { findBrowser } from '@hub/scripts/tests/findBrowser'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StartedHub, startedHub } from '../e2e/launcher/startedHub.ts'
import { openBrowser } from './openBrowser.ts'

const executablePath = findBrowser()
// Without any Chrome this is skipped, but never in continuous integration: there it fails.
const isSkipped = executablePath === undefined && !readEnvironment().CI
if (isSkipped) process.stdout.write('未找到 Chrome，跳过浏览器测试 / no Chrome, the browser test is skipped\n')

describe.skipIf(isSkipped)('the console in a browser', () => {
  let hub: StartedHub
  let browser: Browser
  let page: Page
  const asked: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    hub = await startedHub(['--demo', '30'])
    browser = await openBrowser(executablePath)
    page = await browser.newPage({ viewport: { width: 1440, height: 860 } })
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(hub.origin)
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.stop()
  })

  test('says what it is and which divisions answer', async () => {
    expect(await page.title()).toBe('商务信用信息枢纽')
    const lamps = page.locator('.hub-divisions li[data-state="ready"]')
    await expect.poll(() => lamps.allTextContents()).toEqual(divisions.map(({ chineseName }) => chineseName))
  })

  test('opens three example queries, of which each is answered', async () => {
    const tabs = page.locator('.graphiql-tab-button')
    await expect.poll(() => tabs.allTextContents()).toEqual(['Enterprises', 'Penalties', 'ForeignInvestments'])
    const response = page.getByRole('region', { name: 'Result Window' })
    for (const list of ['enterprises', 'penalties', 'foreignInvestments']) {
      await tabs.filter({ hasText: new RegExp(`^${list}$`, 'i') }).click()
      await page.getByRole('button', { name: 'Execute query' }).click()
      await expect.poll(() => response.textContent(), { timeout: 20_000 }).toContain(`"${list}"`)
      const text = ((await response.textContent()) ?? '').replaceAll(/\s/g, '')
      expect(text).toMatch(new RegExp(`^{"data":{"${list}":{"totalCount":[1-9]`))
    }
  })

  test('explains the graph in Chinese', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
    const docs = page.getByRole('region', { name: 'Documentation Explorer' })
    await docs.getByRole('link', { name: 'Query', exact: true }).click()
    await expect.poll(() => docs.textContent()).toContain('企业名录')
  })

  test('asks the hub and nobody else, and breaks no rule of its own', async () => {
    // The editor starts its worker when it finds the time.
    await expect.poll(() => asked.some((url) => url.includes('/assets/graphql.worker')), { timeout: 20_000 }).toBe(true)
    const elsewhere = asked.filter((url) => !url.startsWith(`${hub.origin}/`) && !/^(?:blob|data):/.test(url))
    expect(elsewhere).toEqual([])
    expect(complaints).toEqual([])
  })
})
