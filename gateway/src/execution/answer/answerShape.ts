import type { LeafText } from './leafText.ts'

/** The form that a client's operation gives to the data: what is written, under which names, in which order. */
export type ValueShape = LeafShape | ListShape | ObjectShape

interface Nullability {
  readonly nonNull: boolean
}

export interface LeafShape extends Nullability {
  readonly kind: 'leaf'
  readonly text: LeafText
  readonly typeName: string
}

export interface ListShape extends Nullability {
  readonly kind: 'list'
  readonly of: ValueShape
}

export interface ObjectShape extends Nullability {
  readonly kind: 'object'
  readonly selection: SelectionShape
}

export interface FieldShape {
  /** The name the client reads. */
  readonly responseName: string
  /** `"name":` */
  readonly key: string
  /** `,"name":` */
  readonly nextKey: string
  /** The canonical name in the data. */
  readonly source: string
  /** `Type.field`, for messages. */
  readonly coordinate: string
  readonly shape: ValueShape
  /** What is written without looking at the data: the type's name. */
  readonly fixed: string | undefined
}

/** A selection set over an object type or an abstract one. */
export interface SelectionShape {
  readonly typeName: string
  readonly abstract: boolean
  /** The fields for objects of a type; undefined when no object of that type can be here. */
  readonly fieldsFor: (typename: string | undefined) => readonly FieldShape[] | undefined
  /** The types that an object here may have. */
  readonly typeNames: () => readonly string[]
}
