import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '@hub/schema/errors/HubError'
import type { ProgramSource } from './databaseSource.ts'

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/**
 * The mongod somebody installed here: the one MONGOD_BINARY names, else the first on PATH.
 * @throws HubError HUB_SETTINGS_INVALID when MONGOD_BINARY is no program
 */
export async function installedMongod(
  binary: string | undefined,
  folders: readonly string[],
): Promise<ProgramSource | undefined> {
  if (binary !== undefined) {
    if (await isProgram(binary)) return { kind: 'program', engine: 'mongod', program: binary, origin: 'MONGOD_BINARY' }
    throw new HubError('HUB_SETTINGS_INVALID', `MONGOD_BINARY 不是可执行文件 / is no program: ${binary}`)
  }
  for (const folder of folders) {
    const program = join(folder, 'mongod')
    if (await isProgram(program)) return { kind: 'program', engine: 'mongod', program, origin: 'PATH' }
  }
  return undefined
}
