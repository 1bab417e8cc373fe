import { expect, test } from 'vitest'
import { settingFault } from './settingFault.ts'

const settings = { REPORTER_USCC: undefined, FRONT_DATABASES: new Map([['front', 'sqlite:front.db']]) }

test('terms that the settings leave no way for are at fault, and say which setting', () => {
  expect(settingFault(settings, { mode: 'FILE', endpoint: 'front' })).toContain('REPORTER_USCC')
  expect(settingFault({ ...settings, REPORTER_USCC: '11410100005184400A' }, { mode: 'FILE' })).toBeUndefined()
  expect(settingFault(settings, { mode: 'FRONT_DATABASE', endpoint: 'back' })).toContain('FRONT_DATABASES')
  expect(settingFault(settings, { mode: 'FRONT_DATABASE', endpoint: 'front' })).toBeUndefined()
  expect(settingFault(settings, { mode: 'PUSH', endpoint: 'https://partner.example/' })).toBeUndefined()
})
