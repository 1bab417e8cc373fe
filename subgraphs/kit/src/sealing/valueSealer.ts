import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'
import type { HopKey } from '@hub/schema/access/hop/hopKeys'
import { HubError } from '@hub/schema/errors/HubError'
import { mongo } from 'mongoose'

/** Layout of a sealed value: version, length of the key's id, its id, nonce, tag, cipher text. A later cipher takes a version of its own. */
const AES_256_GCM = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const TEXT = 0
const OTHER = 1

/** Nothing that a file or an officer can write is stored as binary of this subtype: it marks what was sealed here. */
const { Binary, BSON } = mongo
const SUBTYPE = Binary.SUBTYPE_USER_DEFINED

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

/** Whether a stored value is a sealed one. */
export function isSealed(value: unknown): value is mongo.Binary {
  return value instanceof Binary && value.sub_type === SUBTYPE
}

/**
 * Seals single values with AES-256-GCM under the first of a division's keys and opens those sealed under any of them. A
 * value is bound to the place it stands in: moved to another record or field it does not open.
 */
export class ValueSealer {
  private readonly keys: ReadonlyMap<string, KeyObject>
  private readonly writing: { id: Buffer; key: KeyObject }

  /** @param division part of the key derivation (HKDF-SHA-256, RFC 5869): one secret gives each division other keys */
  constructor(secrets: readonly HopKey[], division: string) {
    const derived = secrets.map(({ id, secret }) => [id, derivedKey(secret, division)] as const)
    const [first] = derived
    if (first === undefined) throw new Error('A division seals with at least one key')
    const [id, key] = first
    this.keys = new Map(derived)
    this.writing = { id: Buffer.from(id), key }
  }

  /** The key that seals by now. */
  get keyId(): string {
    return this.writing.id.toString()
  }

  seal(value: unknown, place: string): mongo.Binary {
    const { id, key } = this.writing
    const iv = nonce()
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place))
    const plain =
      typeof value === 'string'
        ? Buffer.from(`\u0000${value}`)
        : Buffer.concat([Buffer.of(OTHER), BSON.serialize({ value }, { ignoreUndefined: true })])
    const text = cipher.update(plain)
    cipher.final()
    const head = Buffer.of(AES_256_GCM, id.length)
    return new Binary(Buffer.concat([head, id, iv, cipher.getAuthTag(), text]), SUBTYPE)
  }

  /** @throws HubError HUB_SEALED_UNREADABLE for a key that is not here, and for a value that was changed or moved */
  open(sealed: mongo.Binary, place: string): unknown {
    const bytes = bytesOf(sealed)
    const id = idOf(bytes)
    const key = this.keys.get(id)
    if (key === undefined || bytes[0] !== AES_256_GCM) throw unreadable(`key ${id}`)
    const from = 2 + id.length
    const tag = from + NONCE_BYTES
    const text = tag + TAG_BYTES
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(from, tag), { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(tag, text))
    const plain = decipher.update(bytes.subarray(text))
    try {
      decipher.final()
    } catch {
      throw unreadable(place.replace(/\/.*\//, '/…/'))
    }
    return plain[0] === TEXT ? plain.toString('utf8', 1) : BSON.deserialize(plain.subarray(1)).value
  }

  /** Whether a value is sealed under the key that seals by now. */
  isCurrent(sealed: mongo.Binary): boolean {
    return idOf(bytesOf(sealed)) === this.keyId
  }
}

function derivedKey(secret: KeyObject, division: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `hub/sealing/${division}`, 32)))
}

function bytesOf({ buffer, position }: mongo.Binary): Buffer {
  return Buffer.from(buffer.buffer, buffer.byteOffset, position)
}

/** Key ids are ASCII: as many characters as bytes. */
function idOf(bytes: Buffer): string {
  return bytes.toString('latin1', 2, 2 + (bytes[1] ?? 0))
}

function unreadable(what: string): HubError {
  return new HubError('HUB_SEALED_UNREADABLE', undefined, { cause: new Error(`a sealed value does not open: ${what}`) })
}
