import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const largestBytes = 20 * 1024 * 1024
const tailBytes = 16 * 1024

/** Opens a process's log for appending; what has grown too large becomes `….1` first. */
export function openProcessLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestBytes) renameSync(file, `${file}.1`)
  return openSync(file, 'a')
}

function messageOf(line: string): string {
  try {
    const entry: unknown = JSON.parse(line)
    if (typeof entry === 'object' && entry !== null && 'msg' in entry) return String(entry.msg)
  } catch {
    // Not a pino line: what a runtime or a database prints is shown as it is.
  }
  return line
}

/** The last lines of a log, of JSON lines their message: what to show of a process that has failed. */
export function processLogTail(file: string, lines = 5): string[] {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return []
  }
  try {
    const size = fstatSync(descriptor).size
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).map(messageOf)
  } finally {
    closeSync(descriptor)
  }
}
