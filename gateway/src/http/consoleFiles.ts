import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ConsoleFile {
  readonly type: string
  readonly body: Buffer
  /** The same, compressed when the console was built. */
  readonly gzipped: Buffer | undefined
  readonly etag: string
}

/** The files of the console by their path in the URL, which begins with `/`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

const BUILT_CONSOLE = fileURLToPath(new URL('../../dist/console/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
}

/**
 * Reads the built console whole, so that no request reaches for the disk or sees a half-built state.
 * Empty when the console has not been built.
 */
export async function consoleFiles(folder = BUILT_CONSOLE): Promise<ConsoleFiles> {
  const bodies = await readAll(folder)
  const files = [...bodies].filter(([path]) => !path.endsWith('.gz'))
  return new Map(
    files.map(([path, body]) => [
      path,
      {
        type: TYPES[extname(path)] ?? 'application/octet-stream',
        body,
        gzipped: bodies.get(`${path}.gz`),
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      },
    ]),
  )
}

async function readAll(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const urlPath = (path: string) => `/${relative(folder, path).replaceAll('\\', '/')}`
  return new Map(await Promise.all(paths.map(async (path) => [urlPath(path), await readFile(path)] as const)))
}
