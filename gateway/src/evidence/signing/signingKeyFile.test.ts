import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { signingKey } from './signingKeyFile.ts'

/** Looks at a file again and again from another thread. */
const WATCH = `
  const { readFileSync } = require('node:fs')
  const { parentPort, workerData } = require('node:worker_threads')
  const seen = new Set()
  parentPort.postMessage('ready')
  const until = Date.now() + 300
  while (Date.now() < until) try { seen.add(readFileSync(workerData, 'utf8')) } catch {}
  parentPort.postMessage([...seen])`

test('whoever looks while the key is made finds none, or the whole of it', async () => {
  for (let round = 0; round < 8; round++) {
    const folder = await mkdtemp(join(tmpdir(), 'hub-key-'))
    const file = join(folder, 'signing-key.pem')
    try {
      const watcher = new Worker(WATCH, { eval: true, workerData: file })
      const told = () => new Promise((resolve) => watcher.once('message', resolve))
      await told()
      const seen = told()
      const keys = await Promise.all(Array.from({ length: 8 }, () => signingKey(folder)))
      expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1)
      expect(await seen).toEqual([readFileSync(file, 'utf8')])
      expect((await readdir(folder)).sort()).toEqual(['signing-key.pem', 'signing-key.pub.pem'])
    } finally {
      await rm(folder, { recursive: true })
    }
  }
})
