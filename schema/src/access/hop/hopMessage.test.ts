import { createSecretKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentDigest, hopTag, parametersText, parseSignatureInput, signatureBase, signatureOf } from './hopMessage.ts'

test('HMAC-SHA256 signs as RFC 9421, B.2.5 has it', () => {
  const secret = 'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=='
  const base = [
    '"date": Tue, 20 Apr 2021 02:07:55 GMT',
    '"@authority": example.com',
    '"content-type": application/json',
    '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
  ].join('\n')
  const key = createSecretKey(Buffer.from(secret, 'base64'))
  expect(signatureOf(base, key)).toBe('pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=')
})

test('a body has the digest of RFC 9530, appendix D', () => {
  expect(contentDigest('{"hello": "world"}\n')).toBe('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:')
})

test('the base names each covered component on a line of its own', () => {
  const parameters = parametersText({ created: 7, keyId: 'k', nonce: 'n', tag: hopTag('gateway', 'trade') })
  expect(
    signatureBase({ method: 'POST', target: '/graphql', digest: 'D', caller: 'C' }, parameters).split('\n'),
  ).toEqual([
    '"@method": POST',
    '"@request-target": /graphql',
    '"content-digest": D',
    '"hub-caller": C',
    '"@signature-params": ("@method" "@request-target" "content-digest" "hub-caller");created=7;keyid="k";nonce="n";tag="gateway>trade";alg="hmac-sha256"',
  ])
})

test('only signatures over all four components, in their order, are read', () => {
  const text = parametersText({ created: 7, keyId: 'k', nonce: 'nonce-01', tag: 'a>b' })
  expect(parseSignatureInput(`hop=${text}`)).toEqual({ text, created: 7, keyId: 'k', nonce: 'nonce-01', tag: 'a>b' })
  for (const other of [text.replace(' "content-digest"', ''), text.replace('hmac-sha256', 'none'), `${text};x`, ''])
    expect(parseSignatureInput(`hop=${other}`)).toBeUndefined()
})
