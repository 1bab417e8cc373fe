import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import type { ServedStub } from './stubs/serveStub.ts'
import type { Scene } from './workload.ts'

/** The supergraph of a scene, with the addresses at which its stubs are served. */
export function composedSupergraph(scene: Scene, stubs: readonly ServedStub[]): string {
  const urls = new Map(stubs.map(({ name, url }) => [name, url]))
  const services = scene.subgraphs.map(({ name, sdl }) => ({ name, url: urls.get(name) ?? '', typeDefs: parse(sdl) }))
  const { supergraphSdl, errors } = composeServices(services)
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'))
  return supergraphSdl
}
