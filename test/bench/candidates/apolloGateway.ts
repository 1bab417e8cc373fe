import { readFileSync } from 'node:fs'
import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'

/** @apollo/gateway under Apollo Server, as its manual sets it up: `node apolloGateway.js SUPERGRAPH PORT`. */
const [, , file = '', port = ''] = process.argv
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(file, 'utf8') })
const server = new ApolloServer({ gateway, csrfPrevention: false, includeStacktraceInErrorResponses: false })
await startStandaloneServer(server, { listen: { port: Number(port), host: '127.0.0.1' } })
