import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { HubError } from '../errors/HubError.ts'
import { defineSettings } from './defineSettings.ts'
import { settingsTable } from './settingsTable.ts'

const settings = defineSettings({
  PORT: {
    schema: z.coerce.number().int().min(1).max(65535),
    default: 4000,
    description: { en: 'Port to listen on, 1-65535', zh: '监听端口，1–65535' },
  },
  MONGODB_URI: {
    schema: z.url(),
    description: { en: 'MongoDB connection string', zh: 'MongoDB 连接串' },
    secret: true,
  },
  LOG_LEVEL: { schema: z.enum(['info', 'debug']).optional(), description: { en: 'info or debug', zh: '日志级别' } },
})

function faultsOf(environment: Record<string, string>): HubError {
  try {
    settings.read(environment)
  } catch (error) {
    if (error instanceof HubError) return error
  }
  throw new Error('the settings were accepted')
}

describe('defineSettings', () => {
  it('reads typed values and defaults', () => {
    const values = settings.read({ MONGODB_URI: 'mongodb://127.0.0.1:27017', PORT: '4100', OTHER: 'x' })
    expect(values).toEqual({ PORT: 4100, MONGODB_URI: 'mongodb://127.0.0.1:27017' })
    expectTypeOf(values.PORT).toEqualTypeOf<number>()
    expectTypeOf(values.LOG_LEVEL).toEqualTypeOf<'info' | 'debug' | undefined>()
  })

  it('takes an empty variable for an unset one', () => {
    expect(settings.read({ MONGODB_URI: 'mongodb://h', PORT: '' }).PORT).toBe(4000)
  })

  it('names all faults at once, each with what to do', () => {
    const error = faultsOf({ PORT: '70000', LOG_LEVEL: 'loud' })
    expect(error.extensions).toMatchObject({
      code: 'HUB_SETTINGS_INVALID',
      faults: [{ name: 'PORT' }, { name: 'MONGODB_URI', problem: '未设置 / is not set' }, { name: 'LOG_LEVEL' }],
    })
    for (const text of ['PORT', '65535', 'MONGODB_URI', 'MongoDB 连接串', 'LOG_LEVEL'])
      expect(error.message).toContain(text)
  })

  it('never repeats a faulty value, it may be a secret', () => {
    expect(faultsOf({ MONGODB_URI: 'hunter2' }).message).not.toContain('hunter2')
  })
})

describe('settingsTable', () => {
  it('lists variables with defaults, and no secret', () => {
    expect(settingsTable(settings.definitions, 'en').split('\n')).toEqual([
      '| Variable | Default | Meaning |',
      '| --- | --- | --- |',
      '| `PORT` | `4000` | Port to listen on, 1-65535 |',
      '| `MONGODB_URI` |  | MongoDB connection string |',
      '| `LOG_LEVEL` |  | info or debug |',
    ])
    expect(settingsTable(settings.definitions, 'zh')).toContain('监听端口')
  })
})
