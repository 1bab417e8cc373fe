import { execFileSync } from 'node:child_process'

/** A process as `ps` sees it. */
interface ListedProcess {
  readonly pid: number
  readonly command: string
}

/** The children of a process, with their command lines. */
export function childProcesses(parent: number): ListedProcess[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n')
  return lines.flatMap((line) => {
    const [, pid, ppid, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return Number(ppid) === parent ? [{ pid: Number(pid), command }] : []
  })
}
