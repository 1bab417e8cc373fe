import type { Command } from 'commander'

const WIDTH = 120

/**
 * What `--help` says of every command, each below a line `=== hub up`: the way in shows it where nothing is built yet.
 * @param program is set to write its help here
 */
export function commandHelp(program: Command): string {
  let text = ''
  const add = (command: Command, name: string): void => {
    command.configureOutput({ writeOut: (help) => (text += help), getOutHelpWidth: () => WIDTH })
    text += `=== ${name}\n`
    command.outputHelp()
    for (const one of command.commands) add(one, `${name} ${one.name()}`)
  }
  add(program, program.name())
  return text
}
