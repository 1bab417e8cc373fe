import type { IsHeading } from '@hub/schema/formats/headings'
import {
  nationalField,
  nationalForm,
  nationalRecords,
  nationalStandards,
  subjects,
} from '@hub/schema/nationalFields/nationalForm'

/** Headings of a receipt's columns; the first of them that a row has counts. */
export const receiptColumns = {
  row: ['行号', '序号'],
  outcome: ['结果', '处理结果'],
  reason: ['原因', '错误原因'],
} as const

/** What platforms write beside them, other than the columns of the form that they were sent. */
const BESIDE = ['文号', '名称', '企业名称', '主体名称', '统一社会信用代码', '处理时间', '备注']

const own: ReadonlySet<string> = new Set([...Object.values(receiptColumns).flat(), ...BESIDE])
const forms = nationalRecords.flatMap((record) =>
  nationalStandards.flatMap((standard) => subjects.map((subject) => nationalForm(record, standard, subject))),
)

/** Whether a text is the heading of a column that a receipt may have: its own, or one of a form that is sent. */
export const isReceiptHeading: IsHeading = (text) =>
  own.has(text) || forms.some((form) => nationalField(form, text) !== undefined)
