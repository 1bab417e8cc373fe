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

test.each([
  ['sqlite:front.db', 'SQL', 'MONGODB'],
  ['postgres://front.example/front', 'SQL', 'MONGODB'],
  ['mongodb+srv://front.example/front', 'MONGODB', 'SQL'],
])('a format that %s cannot hold is a fault that names the one it can', (url, fitting, other) => {
  const places = { REPORTER_USCC: undefined, FRONT_DATABASES: new Map([['front', url]]) }
  const fault = (format?: string) => settingFault(places, { mode: 'FRONT_DATABASE', endpoint: 'front', format })
  expect(fault(other)).toContain(`the database is ${fitting}, not ${other}`)
  expect(fault(fitting)).toBeUndefined()
  expect(fault()).toBeUndefined()
})
