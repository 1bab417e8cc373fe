import { sm2 } from 'sm-crypto-v2'
import type { Sm2Key } from './sm2Key.ts'

// Node's own `sign` over this curve makes ECDSA, or SM2 with an empty id: both verify with themselves and nowhere else.
/** Signed is SM3(Z ‖ message), Z over the id 1234567812345678 (GB/T 32918.2, 5.5; GM/T 0009). */
const OPTIONS = { hash: true, der: true } as const

/** Signature of a text in UTF-8: DER in hexadecimal. */
export function sm2Signature(text: string, { privateKey, publicKey }: Sm2Key): string {
  return sm2.doSignature(text, privateKey, { ...OPTIONS, publicKey })
}

export function verifiesSm2(text: string, signature: string, publicKey: string): boolean {
  try {
    return sm2.doVerifySignature(text, signature, publicKey, OPTIONS)
  } catch {
    // A signature or a key that is no such thing.
    return false
  }
}
