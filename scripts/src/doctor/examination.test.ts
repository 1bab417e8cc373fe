import { HubError } from '@hub/schema/errors/HubError'
import { expect, test } from 'vitest'
import { examined, type Finding } from './examination.ts'

const remedy = { zh: '装上', en: 'Install it' }
const linesOf = (examine: () => Promise<Finding>) => examined({ subject: '甲', examine, remedy })

test('what is well is one line', async () => {
  expect(await linesOf(async () => '1.2')).toEqual({ isWell: true, lines: ['✓ 甲: 1.2'] })
})

test('what is to be looked at is listed, with what to do', async () => {
  const finding = { found: '2 条提示 hints', remarks: ['A', 'B'], remedy: { zh: '看看', en: 'Look' } }
  const lines = ['! 甲: 2 条提示 hints', '  A', '  B', '  -> 看看', '  -> Look']
  expect(await linesOf(async () => finding)).toEqual({ isWell: true, lines })
})

test('what is wrong has a remedy, its own where it has a code', async () => {
  const plain = await linesOf(() => Promise.reject(new Error('spawn npm ENOENT')))
  expect(plain).toEqual({ isWell: false, lines: ['✗ 甲: spawn npm ENOENT', '  -> 装上', '  -> Install it'] })
  const coded = new HubError('HUB_DATA_FOLDER_UNUSABLE')
  const { lines } = await linesOf(() => Promise.reject(coded))
  expect(lines).toEqual([
    `✗ 甲: HUB_DATA_FOLDER_UNUSABLE ${coded.message}`,
    `  -> ${coded.remedy.zh}`,
    `  -> ${coded.remedy.en}`,
  ])
})
