import { audienceKey, audienceSchema, type GraphDisclosure, graphDisclosure } from '@hub/schema/access/audienceSchema'
import { audienceScope } from '@hub/schema/access/audienceScope'
import type { CallerClaims } from '@hub/schema/access/callerClaims'
import type { GraphQLSchema } from 'graphql'
import type { Audience } from '../execution/audience.ts'
import { BoundedCache } from '../execution/boundedCache.ts'
import { markTextScalars } from '../supergraph/markTextScalars.ts'
import { checkScalarLiterals } from './checkScalarLiterals.ts'

/** Roles, divisions and purposes make some forty; what is forgotten is made again. */
const KEPT_AUDIENCES = 64

/** The audiences of one supergraph: what exists for a caller, with documents and plans of its own. */
export class Audiences {
  private readonly graph: GraphDisclosure
  private readonly known = new BoundedCache<Audience>(KEPT_AUDIENCES)
  /** Streams ask for the same claims with every page and every heartbeat. */
  private readonly keys = new WeakMap<CallerClaims, string>()

  /** @param make a fresh audience, told from others by its key */
  constructor(
    private readonly supergraph: { readonly sdl: string; readonly apiSchema: GraphQLSchema },
    private readonly make: (key: string, schema: GraphQLSchema) => Audience,
  ) {
    this.graph = graphDisclosure(supergraph.sdl)
  }

  /** The audience that a caller belongs to. */
  of(caller: CallerClaims): Audience {
    const key = this.keys.get(caller) ?? audienceKey(this.graph, audienceScope(caller))
    this.keys.set(caller, key)
    const known = this.known.get(key)
    if (known !== undefined) return known
    const scope = audienceScope(caller)
    const schema = audienceSchema(this.supergraph.apiSchema, this.graph, scope)
    markTextScalars(schema)
    checkScalarLiterals(schema)
    const audience = this.make(key, schema)
    this.known.set(key, audience)
    return audience
  }
}
