import { JsonText } from '../verbatim/jsonText.ts'

/** An object of a division's answer: canonical names to values, failures among them; strings are byte text (`byteText.ts`). */
export type DataObject = { [name: string]: unknown }

/**
 * Whether a division left out a field that it was asked for. A field that nobody knows is there without a value
 * (`Merger.leaveUnknown`).
 */
export function isLeftOut(object: DataObject, name: string): boolean {
  return !Object.hasOwn(object, name)
}

/** Whether a value of the data is an object, and neither a list nor a scalar nor text that is passed on as it stands. Failures count as objects: ask for them first. */
export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonText)
}
