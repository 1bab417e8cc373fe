import type { DemoFamily } from '../demoRow.ts'

/** 登记注册基本信息: the enterprise itself, as the subject index learns of it. */
export const registry: DemoFamily = (_random, enterprise) => [
  {
    subjectKind: enterprise.isIndividual ? 'INDIVIDUAL_BUSINESS' : 'ORGANISATION',
    uscc: enterprise.uscc,
    identifiers: [{ kind: 'REG_NO', value: enterprise.regNo }],
    name: enterprise.name,
    ...(enterprise.formerName === undefined
      ? {}
      : { nameHistory: [{ name: enterprise.formerName, from: enterprise.registeredOn, to: enterprise.renamedOn }] }),
    legalRepName: enterprise.legalRep,
    address: enterprise.address,
    divisionCode: enterprise.divisionCode,
    ...(enterprise.functionalZone === undefined ? {} : { functionalZone: enterprise.functionalZone }),
    registrationAuthority: '演示市市场监督管理局（虚构）',
    registeredOn: enterprise.registeredOn,
    existenceStatus: enterprise.existenceStatus,
    registeredCapital: enterprise.capital,
    businessScope: '演示数据：虚构的经营范围',
  },
]
