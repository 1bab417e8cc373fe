import { isNot } from '@hub/kit/access/recordVisibility'
import { defineFamily } from '@hub/kit/family/recordFamily'
import { atLeast, atMost, containsName, equals, validOn } from '@hub/kit/query/fieldFilter'
import { decisionKeys } from '../rules/decisionKeys.ts'
import {
  counterpartDefinition,
  decisionDefinition,
  publicDecision,
  searchableCounterpart,
} from './counterpartDefinition.ts'

/** 行政许可: administrative permits with every field of the 双公示 forms (domain guide 3.3, 4.5). */
export const permits = defineFamily({
  name: 'permits',
  chineseName: '行政许可',
  typeName: 'AdministrativePermit',
  division: 'market-order',
  catalogueId: 'ADMINISTRATIVE_PERMIT',
  definition: {
    ...counterpartDefinition,
    docName: String,
    docNo: { type: String, required: true },
    title: String,
    category: String,
    certificateName: String,
    certificateNo: String,
    content: String,
    decidedOn: { type: String, required: true },
    effectiveFrom: String,
    effectiveUntil: String,
    authority: { type: String, required: true },
    authorityUscc: String,
    permitState: String,
    dataSource: String,
    dataSourceUscc: String,
    publicationScope: String,
    ...decisionDefinition,
  },
  naturalKeys: (fields, subjectId) => decisionKeys('permit', fields, subjectId),
  validity: ({ decidedOn, effectiveFrom, effectiveUntil, revoked }) => ({
    validFrom: effectiveFrom ?? decidedOn,
    validTo: revoked?.date ?? effectiveUntil ?? undefined,
  }),
  searchFields: searchableCounterpart,
  filters: {
    recordState: equals('recordState'),
    validOn,
    docNo: equals('docNo'),
    subjectNameContains: containsName('subjectName'),
    subjectCategory: equals('counterpartKind'),
    authority: equals('authority'),
    authorityUscc: equals('authorityUscc'),
    decidedFrom: atLeast('decidedOn'),
    decidedTo: atMost('decidedOn'),
    category: equals('category'),
    permitState: equals('permitState'),
    certificateNo: equals('certificateNo'),
  },
  orders: { DECIDED_ON: 'decidedOn', RECORDED_AT: 'recordedAt' },
  defaultOrder: { field: 'DECIDED_ON', direction: 'DESC' },
  indexes: ['docNo', 'subjectNameGrams', 'authority', 'authorityUscc', 'certificateNo'],
  visibility: {
    // 信息使用范围 of the form of 2015/16: 1 public, 2 shared, 3 by authorisation.
    shared: [isNot('publicationScope', '3', '授权查询')],
    public: [...publicDecision, isNot('publicationScope', '2', '政务共享')],
  },
})
