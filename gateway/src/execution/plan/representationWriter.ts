import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { stringText } from '../answer/leafText.ts'
import { type DataObject, isDataObject, isLeftOut } from '../run/dataObject.ts'
import { failureIn } from '../run/failureIn.ts'
import { FieldFailure } from '../run/fieldFailure.ts'
import { isOptional } from './requiredSelections.ts'
import { spareIn } from './spareKeys.ts'
import { fulfils } from './typeConditions.ts'

/** Why an object that has to be named to a division cannot be. */
export class NotNamed {
  static readonly unknown = new NotNamed(undefined)

  /** @param leftOut what a division left out of the object; undefined when what is needed is not known to anyone */
  constructor(readonly leftOut: string | undefined) {}
}

/**
 * JSON text of an object's representation; undefined when nothing is asked for objects of its type, a failure when an
 * input failed.
 */
export type Representation = string | undefined | NotNamed | FieldFailure

interface RepresentationField {
  /** `"name":` as it stands in the representation. */
  readonly key: string
  readonly source: string
  readonly selections: readonly QueryPlanSelectionNode[] | undefined
  /** Whether it is null when it is not known. */
  readonly optional: boolean
  /** JSON text that the planner sets instead of the value. */
  readonly fixed: string | undefined
  /** The whole member where the object's type is enough to write it. */
  readonly known: string | undefined
}

/** Writes representations of objects after a fetch's `requires`. */
export class RepresentationWriter {
  private readonly fieldsByType = new Map<string, readonly RepresentationField[]>()
  private readonly nested = new Map<readonly QueryPlanSelectionNode[], RepresentationWriter>()

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly requires: readonly QueryPlanSelectionNode[],
    private readonly rewrites: readonly FetchDataRewrite[] = [],
  ) {}

  write(object: DataObject): Representation {
    const typename = object.__typename
    if (typeof typename !== 'string')
      return typename instanceof FieldFailure ? typename : notNamed(object, '__typename')
    const fields = this.fieldsOf(typename)
    if (fields.length === 0) return undefined
    const whole = this.text(object, fields)
    if (!(whole instanceof NotNamed)) return whole
    for (const spare of this.spareOf(typename)) {
      const text = this.text(
        object,
        fields.filter(({ source }) => !spare.includes(source)),
      )
      if (!(text instanceof NotNamed)) return text
    }
    return whole
  }

  private text(object: DataObject, fields: readonly RepresentationField[]): string | NotNamed | FieldFailure {
    let text = ''
    for (const field of fields) {
      if (field.known !== undefined) {
        text += (text === '' ? '{' : ',') + field.known
        continue
      }
      const value = object[field.source]
      if (value === undefined && (!field.optional || isLeftOut(object, field.source)))
        return notNamed(object, field.source)
      const part = this.value(field, value ?? null)
      if (typeof part !== 'string')
        return part instanceof NotNamed && part !== NotNamed.unknown ? new NotNamed(field.source) : part
      text += (text === '' ? '{' : ',') + field.key + part
    }
    return `${text}}`
  }

  /** What objects of a type can do without. */
  private spareOf(typename: string): (readonly string[])[] {
    return this.requires.flatMap((node) => {
      if (node.kind === 'Field' || !node.typeCondition) return []
      return fulfils(this.schema, typename, node.typeCondition) ? spareIn(node) : []
    })
  }

  /** As `write`, beneath the top of a representation, where objects that are not known count as null. */
  private writeNested(value: unknown): string | NotNamed | FieldFailure {
    if (value instanceof FieldFailure) return value
    if (Array.isArray(value)) {
      const parts: string[] = []
      for (const element of value) {
        const part = this.writeNested(element)
        if (typeof part !== 'string') return part
        parts.push(part)
      }
      return `[${parts.join()}]`
    }
    if (!isDataObject(value)) return 'null'
    const parts: string[] = []
    for (const field of this.fieldsOf(typeof value.__typename === 'string' ? value.__typename : '')) {
      if (isLeftOut(value, field.source)) return new NotNamed(field.source)
      if (value[field.source] === undefined && !field.optional) return NotNamed.unknown
      const part = this.value(field, value[field.source] ?? null)
      if (typeof part !== 'string') return part
      parts.push(field.key + part)
    }
    return `{${parts.join()}}`
  }

  private value(field: RepresentationField, value: unknown): string | NotNamed | FieldFailure {
    if (value instanceof FieldFailure) return value
    if (field.fixed !== undefined) return field.fixed
    if (field.selections === undefined) return scalarText(value)
    return this.writerFor(field.selections).writeNested(value)
  }

  private writerFor(selections: readonly QueryPlanSelectionNode[]): RepresentationWriter {
    const known = this.nested.get(selections)
    if (known !== undefined) return known
    const writer = new RepresentationWriter(this.schema, selections)
    this.nested.set(selections, writer)
    return writer
  }

  private fieldsOf(typename: string): readonly RepresentationField[] {
    const known = this.fieldsByType.get(typename)
    if (known !== undefined) return known
    const fields = this.collect(typename)
    this.fieldsByType.set(typename, fields)
    return fields
  }

  private collect(typename: string): RepresentationField[] {
    const found = new Map<string, Omit<RepresentationField, 'key' | 'fixed' | 'known'> & { name: string }>()
    const add = (selections: readonly QueryPlanSelectionNode[]): void => {
      for (const selection of selections) {
        if (selection.kind === 'Field') {
          const source = selection.alias ?? selection.name
          const inner = selection.selections && [...(found.get(source)?.selections ?? []), ...selection.selections]
          const optional = isOptional(selection) && found.get(source)?.optional !== false
          found.set(source, { name: selection.name, source, selections: inner, optional })
        } else if (selection.typeCondition === undefined || fulfils(this.schema, typename, selection.typeCondition)) {
          add(selection.selections)
        }
      }
    }
    add(this.requires)
    return [...found.values()].map(({ name, ...field }) => {
      const key = `${JSON.stringify(name)}:`
      const fixed = this.fixed(typename, field.source)
      const known = field.source === '__typename' ? key + (fixed ?? JSON.stringify(typename)) : undefined
      return { ...field, key, fixed, known }
    })
  }

  /** The value that a ValueSetter of the planner gives a field of this type: the interface object's name as `__typename`. */
  private fixed(typename: string, source: string): string | undefined {
    for (const rewrite of this.rewrites) {
      const [condition, field, ...more] = rewrite.path
      if (rewrite.kind !== 'ValueSetter' || condition === undefined || field === undefined || more.length > 0)
        throw new Error(`unexpected input rewrite at ${rewrite.path.join('.')}`)
      const type = condition.slice('... on '.length)
      if (field === source && fulfils(this.schema, typename, type)) return JSON.stringify(rewrite.setValueTo)
    }
    return undefined
  }
}

/** The writers of one program, each once. */
export class RepresentationWriters {
  private readonly known = new Map<string, RepresentationWriter>()

  constructor(private readonly schema: GraphQLSchema) {}

  of(requires: readonly QueryPlanSelectionNode[], rewrites: readonly FetchDataRewrite[] = []): RepresentationWriter {
    const key = JSON.stringify([requires, rewrites])
    const known = this.known.get(key)
    if (known !== undefined) return known
    const writer = new RepresentationWriter(this.schema, requires, rewrites)
    this.known.set(key, writer)
    return writer
  }
}

function notNamed(object: DataObject, name: string): NotNamed {
  return object[name] === undefined && !isLeftOut(object, name) ? NotNamed.unknown : new NotNamed(name)
}

function scalarText(value: unknown): string | FieldFailure {
  if (typeof value === 'string') return stringText(value)
  return failureIn(value) ?? JSON.stringify(value)
}
