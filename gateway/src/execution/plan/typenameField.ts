import { type FieldNode, Kind } from 'graphql'

/** `__typename`, under its own name. */
export const typenameField: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }
