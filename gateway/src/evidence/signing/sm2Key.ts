import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'

/** An SM2 key pair in hexadecimal, as GB/T 32918 writes it. */
export interface Sm2Key {
  /** 32 bytes. */
  readonly privateKey: string
  /** `04`, x, y: 65 bytes. */
  readonly publicKey: string
}

/** DER of everything in a SubjectPublicKeyInfo of this curve before the point itself. */
const PUBLIC_KEY_DER = '3059301306072a8648ce3d020106082a811ccf5501822d034200'
/** In the DER of an ECPrivateKey: version 1, then an octet string of 32 bytes, the key. */
const PRIVATE_KEY_AT = /0201010420([0-9a-f]{64})/

/** A new key as PKCS #8 PEM, which openssl and other tools read too. */
export function newSm2KeyPem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** @throws Error when the text is no SM2 private key in PEM */
export function readSm2Key(pem: string): Sm2Key {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }).toString('hex')
  const [, privateKey] = PRIVATE_KEY_AT.exec(der) ?? []
  if (privateKey === undefined || !der.includes('2a811ccf5501822d')) throw new Error('not an SM2 private key')
  return { privateKey, publicKey: sm2.getPublicKeyFromPrivateKey(privateKey) }
}

/** The public key as PEM, for tools that verify elsewhere. */
export function sm2PublicPem(publicKey: string): string {
  const text = Buffer.from(PUBLIC_KEY_DER + publicKey, 'hex').toString('base64')
  return `-----BEGIN PUBLIC KEY-----\n${text.replaceAll(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`
}

/** @throws Error when the text is no SM2 public key in PEM */
export function readSm2PublicKey(pem: string): string {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('hex')
  if (!der.startsWith(PUBLIC_KEY_DER)) throw new Error('not an SM2 public key')
  return der.slice(PUBLIC_KEY_DER.length)
}
