import { describe, expect, test } from 'vitest'
import { nameAgrees } from './subjectNames.ts'

const subject = {
  name: '虚构新名有限公司',
  nameHistory: [{ name: '虚构（旧名）有限公司', from: '2015-01-01', to: '2018-06-30' }, { name: '虚构无期公司' }],
}

describe('nameAgrees', () => {
  test.each([
    ['虚构新名有限公司', undefined, true],
    ['虚构新名有限公司', '2016-01-01', true],
    ['虚构(旧名)有限公司', undefined, true],
    ['虚构(旧名)有限公司', '2015-01-01', true],
    ['虚构(旧名)有限公司', '2018-06-30', true],
    ['虚构(旧名)有限公司', '2018-07-01', false],
    ['虚构(旧名)有限公司', '2014-12-31', false],
    ['虚构无期公司', '1999-01-01', true],
    ['虚构别名有限公司', undefined, false],
    ['虚构新名', undefined, false],
  ])('%s on %s: %s', (written, on, agrees) => expect(nameAgrees(subject, written, on)).toBe(agrees))
})
