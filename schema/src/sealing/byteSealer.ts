import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'
import type { HopKey } from '../access/hop/hopKeys.ts'
import { HubError } from '../errors/HubError.ts'

/** Layout of sealed bytes: version, length of the key's id, its id, nonce, tag, cipher text. A later cipher takes a version of its own. */
const AES_256_GCM = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** One call for random bytes costs as much as thousands of bytes. */
const pool = new Uint8Array(NONCE_BYTES * 512)
let used = pool.length

function nonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += NONCE_BYTES
  return Buffer.from(pool.subarray(used - NONCE_BYTES, used))
}

/**
 * Seals bytes with AES-256-GCM under the first of its keys and opens those sealed under any of them. What is sealed is
 * bound to the place it stands in: moved to another one it does not open.
 */
export class ByteSealer {
  private readonly keys: ReadonlyMap<string, KeyObject>
  private readonly writing: { id: Buffer; key: KeyObject }

  /** @param owner part of the key derivation (HKDF-SHA-256, RFC 5869): one secret gives each division, and the hub, other keys */
  constructor(secrets: readonly HopKey[], owner: string) {
    const derived = secrets.map(({ id, secret }) => [id, derivedKey(secret, owner)] as const)
    const [first] = derived
    if (first === undefined) throw new Error('One seals with at least one key')
    const [id, key] = first
    this.keys = new Map(derived)
    this.writing = { id: Buffer.from(id), key }
  }

  /** The key that seals by now. */
  get keyId(): string {
    return this.writing.id.toString()
  }

  seal(plain: Uint8Array, place: string): Buffer {
    const { id, key } = this.writing
    const iv = nonce()
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place))
    const text = cipher.update(plain)
    cipher.final()
    return Buffer.concat([Buffer.of(AES_256_GCM, id.length), id, iv, cipher.getAuthTag(), text])
  }

  /** @throws HubError HUB_SEALED_UNREADABLE for a key that is not here, and for bytes that were changed or moved */
  open(sealed: Buffer, place: string): Buffer {
    const id = idOf(sealed)
    const key = this.keys.get(id)
    if (key === undefined || sealed[0] !== AES_256_GCM) throw unreadable(`key ${id}`)
    const from = 2 + id.length
    const tag = from + NONCE_BYTES
    const text = tag + TAG_BYTES
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(from, tag), { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(tag, text))
    const plain = decipher.update(sealed.subarray(text))
    try {
      decipher.final()
    } catch {
      throw unreadable(place.replace(/\/.*\//, '/…/'))
    }
    return plain
  }

  /** Whether bytes are sealed under the key that seals by now. */
  isCurrent(sealed: Buffer): boolean {
    return idOf(sealed) === this.keyId
  }
}

function derivedKey(secret: KeyObject, owner: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `hub/sealing/${owner}`, 32)))
}

/** Key ids are ASCII: as many characters as bytes. */
function idOf(bytes: Buffer): string {
  return bytes.toString('latin1', 2, 2 + (bytes[1] ?? 0))
}

function unreadable(what: string): HubError {
  return new HubError('HUB_SEALED_UNREADABLE', undefined, { cause: new Error(`a sealed value does not open: ${what}`) })
}
