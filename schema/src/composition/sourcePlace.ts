import { sourceMarker } from './divisionSdl.ts'

/** A line of an SDL file, path relative to the repository. */
export interface SourcePlace {
  readonly division: string
  readonly file: string
  readonly line: number
}

/**
 * The file and line behind a line of a division's joined SDL.
 * @param line from 1, as GraphQL locations count. Without markers the division's name stands for the file.
 */
export function sourcePlace(division: string, sdl: string, line: number): SourcePlace {
  const lines = sdl.split('\n', line)
  const marker = lines.findLastIndex((text) => text.startsWith(sourceMarker))
  if (marker < 0) return { division, file: division, line }
  return { division, file: (lines[marker] ?? '').slice(sourceMarker.length), line: line - marker - 1 }
}
