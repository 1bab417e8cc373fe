import { createServer, type Server } from 'node:net'
import { testWorker } from '../../setup/environment.ts'

export function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Whether nobody listens on the port. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port))
    return true
  } catch {
    return false
  }
}

/** Ports from which those of each of two hubs and more, tested beside each other, are taken. */
const FIRST = 20_000
const RANGE = 3_000
const RANGES = 4
/** Where of the ports that belong to the first one the last one is. */
const PARTNER = 900

/** @param worker a number of vitest's workers: ports are bound long after they are looked at, so each has its own */
export function firstPort(worker: number, chance: number): number {
  return FIRST + (worker % RANGES) * RANGE + Math.floor(chance * (RANGE - PARTNER))
}

/** The first of five free ports in a row, as one hub takes them; its partner's is free as well. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const first = firstPort(testWorker, Math.random())
    const free = await Promise.all([0, 1, 2, 3, 4, PARTNER].map((offset) => isFree(first + offset)))
    if (free.every(Boolean)) return first
  }
}
