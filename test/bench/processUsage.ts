import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Clock ticks of the kernel a second, in which /proc counts CPU time. */
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

export interface ProcessUsage {
  /** CPU spent since the process began, in its own code and in the kernel for it. */
  readonly cpuMs: number
  readonly rssMb: number
  /** The most it ever had. */
  readonly peakRssMb: number
}

/** What a process has used so far, all its threads together. Linux only. */
export function processUsage(pid: number): ProcessUsage {
  // The name in brackets may hold spaces; the fields after it are numbered from 3 in proc(5).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const [utime, stime] = [Number(fields[11]), Number(fields[12])]
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
  return { cpuMs: ((utime + stime) * 1000) / ticksPerSecond, rssMb: megabytes('VmRSS'), peakRssMb: megabytes('VmHWM') }
}
