// node verify.mjs SECRET ID TIMESTAMP SIGNATURE < body: ends with 0 when the delivery is the hub's, with 1 when it is not.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'

const TOLERANCE_SECONDS = 300

function isGenuine(secret, { id, timestamp, signature }, body) {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  // The bytes as they came, before anything parses them. For `v1sm3` the hash is 'sm3'.
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  const expected = Buffer.from(`v1,${mac}`)
  // Two keys sign while one is being changed.
  return signature.split(' ').some((one) => {
    const given = Buffer.from(one)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

const [secret, id, timestamp, signature] = process.argv.slice(2)
process.exitCode = isGenuine(secret, { id, timestamp, signature }, readFileSync(0)) ? 0 : 1
