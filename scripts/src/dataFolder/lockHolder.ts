import { readFileSync } from 'node:fs'
import { z } from 'zod'

const lockHolderSchema = z.object({ pid: z.number().int(), bornAt: z.string().optional(), port: z.number().int() })

/** Who has locked a data folder. */
export type LockHolder = z.infer<typeof lockHolderSchema>

/** Start time of a process in the kernel's own count, where there is such a thing: numbers of processes come again. */
export function birthOf(pid: number): string | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Field 22; counted from after the program's name, which may itself hold spaces and brackets.
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

/** What a lock file says; undefined when it says nothing that makes sense, as after a crash while it was written. */
export function parseLockHolder(text: string): LockHolder | undefined {
  try {
    return lockHolderSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Whether the process that wrote the lock still runs. */
export function isAlive({ pid, bornAt }: LockHolder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process answers EPERM, and it is alive.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return bornAt === undefined || bornAt === birthOf(pid)
}
