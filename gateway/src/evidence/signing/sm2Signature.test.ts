import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sm2 } from 'sm-crypto-v2'
import { afterAll, describe, expect, test } from 'vitest'
import { newSm2KeyPem, readSm2Key, sm2PublicPem } from './sm2Key.ts'
import { sm2Signature, verifiesSm2 } from './sm2Signature.ts'

/** GB/T 32918.5-2017, annex A.2: key, message and signature over the recommended curve with the default id. */
const standard = {
  message: 'message digest',
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  r: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
  s: 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
}

const folder = mkdtempSync(join(tmpdir(), 'hub-sm2-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function openssl(...args: string[]): string {
  try {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout)
  }
}

const hasSm2 = openssl('list', '-signature-algorithms').includes('SM2')
const signing = (id: string) => ['-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${id}`]
const defaultId = '1234567812345678'

test("the standard's example verifies, and its public key follows from its private key", () => {
  // Both numbers begin with a one bit, so DER puts a zero before them.
  const der = `3046022100${standard.r}022100${standard.s}`
  expect(verifiesSm2(standard.message, der, standard.publicKey)).toBe(true)
  expect(verifiesSm2('message digesT', der, standard.publicKey)).toBe(false)
  expect(sm2.getPublicKeyFromPrivateKey(standard.privateKey)).toBe(standard.publicKey)
})

test('what is no signature or no key does not verify, and does not throw', () => {
  const signature = sm2Signature('text', standard)
  for (const broken of ['', '30', 'zz', signature.slice(2)])
    expect(verifiesSm2('text', broken, standard.publicKey)).toBe(false)
  for (const broken of ['', '04', standard.publicKey.slice(2), `${standard.publicKey.slice(0, -1)}0`])
    expect(verifiesSm2('text', signature, broken)).toBe(false)
})

test('a signature that Node itself makes over this curve is another one', () => {
  const pem = newSm2KeyPem()
  const { publicKey } = readSm2Key(pem)
  for (const key of [createPrivateKey(pem)])
    expect(verifiesSm2('text', sign('sm3', Buffer.from('text'), key).toString('hex'), publicKey)).toBe(false)
})

describe.skipIf(!hasSm2)('openssl, with the default id', () => {
  const pem = newSm2KeyPem()
  const key = readSm2Key(pem)
  const text = '检查点 checkpoint'
  const publicFile = file('public.pem', sm2PublicPem(key.publicKey))
  const textFile = file('text', text)

  test('reads our public key', () => {
    expect(createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' })).toBe(
      sm2PublicPem(key.publicKey),
    )
  })

  test('verifies what we sign, and not under another id', () => {
    const signature = file('ours', Buffer.from(sm2Signature(text, key), 'hex'))
    const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', publicFile, '-in', textFile, '-sigfile', signature]
    expect(openssl(...verify, ...signing(defaultId))).toContain('Verified Successfully')
    expect(openssl(...verify, ...signing('1234567812345679'))).toContain('Failure')
  })

  test('signs what we verify', () => {
    const signature = join(folder, 'theirs')
    const sign = ['pkeyutl', '-sign', '-inkey', file('private.pem', pem), '-in', textFile, '-out', signature]
    openssl(...sign, ...signing(defaultId))
    const hex = execFileSync('od', ['-An', '-v', '-tx1', signature], { encoding: 'utf8' }).replaceAll(/\s/g, '')
    expect(verifiesSm2(text, hex, key.publicKey)).toBe(true)
  })
})
