import { Schema } from 'mongoose'
import type { FieldKind } from '../values/fieldKind.ts'
import type { Column } from './column.ts'

type ObjectDefinition = Record<string, unknown>

/**
 * What a field holds: the shape from the store's definition, the meaning of each single value from the SDL where it
 * shows the field. What the SDL alone has is computed and is not reported; what the store alone has is plain.
 */
export function storedKind(definition: unknown, shown: FieldKind | undefined): FieldKind {
  if (Array.isArray(definition)) {
    return { is: 'LIST', of: storedKind(definition[0], shown?.is === 'LIST' ? shown.of : undefined) }
  }
  if (isObject(definition)) {
    if ('type' in definition) return storedKind(definition.type, shown)
    return shown?.is === 'MONEY' ? shown : { is: 'OBJECT', columns: innerColumns(definition, shown) }
  }
  // The SDL may show as a list or object what the store keeps as one value: then it is computed, and says nothing here.
  if (shown !== undefined && shown.is !== 'OBJECT' && shown.is !== 'LIST') return shown
  return plainKind(definition)
}

function innerColumns(definition: ObjectDefinition, shown: FieldKind | undefined): Column[] {
  const inner = shown?.is === 'OBJECT' ? shown.columns : []
  return Object.entries(definition)
    .filter(([field]) => field !== '_id')
    .map(([field, type]) => {
      const known = inner.find((column) => column.field === field)
      return { chineseName: field, aliases: [], ...known, field, kind: storedKind(type, known?.kind) }
    })
}

function plainKind(type: unknown): FieldKind {
  if (type === Number) return { is: 'INTEGER' }
  if (type === Boolean) return { is: 'BOOLEAN' }
  if (type === Date) return { is: 'INSTANT' }
  return { is: type === Schema.Types.Decimal128 ? 'DECIMAL' : 'TEXT' }
}

function isObject(value: unknown): value is ObjectDefinition {
  return typeof value === 'object' && value !== null
}
