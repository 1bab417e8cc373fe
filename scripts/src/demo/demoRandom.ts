import { addDays } from '@hub/schema/calendar/addDays'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const DAY = 86_400_000

/** Choices that come out the same for the same seed, on any machine. */
export class DemoRandom {
  private readonly generator

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed)
  }

  /** The choices about one thing (by number) in one stream of a seeded world. */
  static of(seed: number, number: number, stream: number): DemoRandom {
    return new DemoRandom(
      Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35),
    )
  }

  /** A whole number, both ends included. */
  int(min: number, max: number): number {
    return uniformInt(this.generator, min, max)
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent
  }

  /** One of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  /** A calendar date between two, both included, YYYY-MM-DD. */
  date(from: string, to: string): string {
    const days = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY))
    return addDays(from, this.int(0, days))
  }

  /** An amount in 万元 with up to two decimals, as decimal text. */
  amount(min: number, max: number): string {
    const cents = this.int(0, 99)
    const whole = String(this.int(min, max))
    return cents % 10 === 0 ? whole : `${whole}.${String(cents).padStart(2, '0')}`
  }
}
