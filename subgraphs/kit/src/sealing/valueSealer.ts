import type { HopKey } from '@hub/schema/access/hop/hopKeys'
import { ByteSealer } from '@hub/schema/sealing/byteSealer'
import { mongo } from 'mongoose'

const TEXT = 0
const OTHER = 1

/** Nothing that a file or an officer can write is stored as binary of this subtype: it marks what was sealed here. */
const { Binary, BSON } = mongo
const SUBTYPE = Binary.SUBTYPE_USER_DEFINED

/** Whether a stored value is a sealed one. */
export function isSealed(value: unknown): value is mongo.Binary {
  return value instanceof Binary && value.sub_type === SUBTYPE
}

/**
 * Seals single values under the first of a division's keys and opens those sealed under any of them. A value is bound to
 * the place it stands in: moved to another record or field it does not open.
 */
export class ValueSealer {
  private readonly bytes: ByteSealer

  constructor(secrets: readonly HopKey[], division: string) {
    this.bytes = new ByteSealer(secrets, division)
  }

  /** The key that seals by now. */
  get keyId(): string {
    return this.bytes.keyId
  }

  seal(value: unknown, place: string): mongo.Binary {
    const plain =
      typeof value === 'string'
        ? Buffer.from(`\u0000${value}`)
        : Buffer.concat([Buffer.of(OTHER), BSON.serialize({ value }, { ignoreUndefined: true })])
    return new Binary(this.bytes.seal(plain, place), SUBTYPE)
  }

  /** @throws HubError HUB_SEALED_UNREADABLE for a key that is not here, and for a value that was changed or moved */
  open(sealed: mongo.Binary, place: string): unknown {
    const plain = this.bytes.open(bytesOf(sealed), place)
    return plain[0] === TEXT ? plain.toString('utf8', 1) : BSON.deserialize(plain.subarray(1)).value
  }

  /** Whether a value is sealed under the key that seals by now. */
  isCurrent(sealed: mongo.Binary): boolean {
    return this.bytes.isCurrent(bytesOf(sealed))
  }
}

function bytesOf({ buffer, position }: mongo.Binary): Buffer {
  return Buffer.from(buffer.buffer, buffer.byteOffset, position)
}
