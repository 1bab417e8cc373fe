import { createServer, request } from 'node:http'
import { gzipSync } from 'node:zlib'

/**
 * node illDivision.mjs UPSTREAM PORT: a division as a process of its own, which passes requests on to `UPSTREAM` and hands the answers back, as they are or in
 * the way of the illness it was last told of over IPC. Plain JavaScript, because node 20 starts it as it stands.
 */
const [, , upstreamUrl, ownPort] = process.argv
const { hostname, port, pathname } = new URL(upstreamUrl)
let illness = 'none'
/** Requests since it fell ill. */
let asked = 0
process.on('message', (message) => {
  illness = String(message)
  // Taken for ill with status 500, a misspelt illness would pass most tests.
  if (!Object.hasOwn(illnesses, illness)) throw new Error(`no illness ${illness}`)
  asked = 0
  process.send?.('done')
})
process.on('disconnect', () => process.exit())

/** Asks in the words of the hub, signature and deadline included, for as long as it waits for the answer. */
function upstream(incoming, response, body) {
  return new Promise((resolve, reject) => {
    const { connection, 'transfer-encoding': _, ...headers } = incoming.headers
    headers['content-length'] = Buffer.byteLength(body)
    const asked = request({ hostname, port, path: pathname, method: incoming.method, headers }, async (answer) => {
      try {
        const text = String(Buffer.concat(await answer.toArray()))
        resolve({ text, status: answer.statusCode, type: answer.headers['content-type'] })
      } catch (error) {
        reject(error)
      }
    })
    asked.on('error', reject)
    response.on('close', () => asked.destroy())
    asked.end(body)
  })
}

function send(response, text, status = 200, type = 'application/json') {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** The answer with every list of entities changed. */
function withEntities(text, change) {
  const answer = JSON.parse(text)
  for (const [name, value] of Object.entries(answer.data ?? {}))
    if (Array.isArray(value)) answer.data[name] = change(value)
  return JSON.stringify(answer)
}

function withWrongTypes(entity) {
  return Object.fromEntries(
    Object.entries(entity ?? {}).map(([key, value]) => [key, typeof value === 'object' ? 7 : { value }]),
  )
}

/** The value without any field of a name, however deep. */
function without(value, name) {
  if (Array.isArray(value)) return value.map((element) => without(element, name))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => key !== name)
  return Object.fromEntries(kept.map(([key, member]) => [key, without(member, name)]))
}

function drip(response, text) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  let at = 0
  const timer = setInterval(() => {
    response.write(text[at++])
    if (at >= text.length) response.end()
  }, 200)
  response.on('close', () => clearInterval(timer))
}

function drained(response) {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

/** 200 MB of a JSON text that never comes to its point. */
async function flood(response) {
  const chunk = 'x'.repeat(1024 * 1024)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"data":"')
  for (let megabyte = 0; megabyte < 200 && !response.destroyed; megabyte++) {
    if (!response.write(chunk)) await drained(response)
  }
  response.end('"}')
}

/** A head of 200 KB before an answer that is right. */
function longHead(response, text) {
  const many = Array.from({ length: 200 }, (_, at) => [`x-${at}`, 'x'.repeat(1024)]).flat()
  response.writeHead(200, ['content-type', 'application/json', 'content-length', Buffer.byteLength(text), ...many])
  response.end(text)
}

const illnesses = {
  none: send,
  hang: () => {},
  drip,
  flood,
  reset: (response) => response.socket?.resetAndDestroy(),
  half: (response, text) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.write(text.slice(0, text.length / 2), () => response.destroy())
  },
  html: (response) => send(response, '<html><body>It works!</body></html>', 200, 'text/html'),
  'wrong content type': (response, text) => send(response, text, 200, 'text/plain'),
  empty: (response) => send(response, ''),
  redirect: (response) => {
    response.writeHead(307, { location: `http://${hostname}:${port}${pathname}`, 'content-length': 0 })
    response.end()
  },
  forbidden: (response) =>
    send(response, '{"data":null,"errors":[{"message":"signature refused","extensions":{"code":"FORBIDDEN"}}]}'),
  'busy once': (response, text) => {
    asked += 1
    if (asked > 1) return send(response, text)
    response.writeHead(503, { 'retry-after': '1', 'content-length': 0 })
    response.end()
  },
  'half a head': (response) => response.socket?.write('HTTP/1.1 200 OK\r\ncontent-type: appli'),
  'long head': longHead,
  gzip: (response, text) => {
    const bytes = gzipSync(text)
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    response.writeHead(200, { ...headers, 'content-length': bytes.length })
    response.end(bytes)
  },
  'not UTF-8': (response, text) => {
    const bytes = Buffer.from(text)
    for (let at = 0; at + 2 < bytes.length; at++) {
      if (bytes[at] < 0xe0) continue
      // A Chinese character takes three bytes, and none of them is a space.
      bytes[at + 1] = 0x20
      at += 2
    }
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
    response.end(bytes)
  },
  'talks on': (response, text) => {
    send(response, text)
    response.socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}')
  },
  'names of objects': (response, text) =>
    send(
      response,
      withEntities(text, () => JSON.parse('[{"__proto__":{"liquorFilings":{"totalCount":7}},"constructor":{"x":1}}]')),
    ),
  'no JSON': (response) => send(response, '{"data":{"_entities":['),
  'another JSON': (response) => send(response, '["data"]'),
  'deep JSON': (response) => send(response, `{"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
  'status 500': (response) =>
    send(response, 'Error: connect mongodb://10.9.8.7:27017 at /srv/division/main.js', 500, 'text/plain'),
  'null data': (response) => send(response, '{"data":null}'),
  'errors without data': (response) =>
    send(response, '{"errors":[{"message":"connect mongodb://10.9.8.7:27017 at /srv/division/main.js:12"}]}'),
  'short entities': (response, text) =>
    send(
      response,
      withEntities(text, (list) => list.slice(1)),
    ),
  'long entities': (response, text) =>
    send(
      response,
      withEntities(text, (list) => [...list, ...list]),
    ),
  'missing entities': (response) => send(response, '{"data":{}}'),
  'fields left out': (response, text) => send(response, JSON.stringify(without(JSON.parse(text), 'validFrom'))),
  'wrong types': (response, text) =>
    send(
      response,
      withEntities(text, (list) => list.map(withWrongTypes)),
    ),
}

const server = createServer(async (incoming, response) => {
  const body = String(Buffer.concat(await incoming.toArray()))
  try {
    const { text, status, type } = await upstream(incoming, response, body)
    await illnesses[illness](response, text, status, type)
  } catch (error) {
    send(response, String(error), 500, 'text/plain')
  }
})
server.listen(Number(ownPort), '127.0.0.1', () => process.send?.(server.address().port))
