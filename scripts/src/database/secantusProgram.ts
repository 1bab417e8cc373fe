import { access, chmod, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProgramSource } from './databaseSource.ts'
import { runProgram } from './runProgram.ts'

const version = '0.6.0b17'
const requirements = fileURLToPath(new URL('../../database/secantusdb.requirements.txt', import.meta.url))
const installMillis = 120_000

async function install(python: string, folder: string): Promise<void> {
  await runProgram({
    program: python,
    // The server is compiled, so which Python the wheel is meant for does not matter: one wheel and one hash do for every pip.
    arguments: [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:'],
      ...['--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311'],
      ...['--platform', 'manylinux_2_28_x86_64', '--target', folder],
      ...['--require-hashes', '--requirement', requirements],
    ],
    timeoutMillis: installMillis,
  })
  await chmod(serverIn(folder), 0o755)
}

function serverIn(folder: string): string {
  return join(folder, 'secantusdb.scripts', 'secantusd-rs')
}

async function isInstalled(folder: string): Promise<boolean> {
  return access(serverIn(folder), constants.X_OK).then(
    () => true,
    () => false,
  )
}

/**
 * SecantusDB's compiled server, installed by pip into `cache` the first time.
 * @throws Error saying why it can't be had here
 */
export async function secantusProgram(cache: string, python: string): Promise<ProgramSource> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`there is none for ${process.platform} ${process.arch}`)
  }
  const folder = join(cache, `secantusdb-${version}`)
  if (!(await isInstalled(folder))) {
    await mkdir(cache, { recursive: true })
    // Made ready beside its place and moved there in one step: two first starts may run at once, or one be cut off.
    const workFolder = await mkdtemp(`${folder}-`)
    try {
      await install(python, workFolder)
      await rename(workFolder, folder).catch(async (error) => {
        if (!(await isInstalled(folder))) throw error
      })
    } finally {
      await rm(workFolder, { recursive: true, force: true })
    }
  }
  return { kind: 'program', engine: 'secantusdb', program: serverIn(folder), origin: `PyPI ${version}` }
}
