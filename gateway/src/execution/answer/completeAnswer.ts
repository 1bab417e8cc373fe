import { parseByteText } from '../byteText.ts'
import { type DataObject, isDataObject, isLeftOut } from '../run/dataObject.ts'
import { type FailureReport, FieldFailure } from '../run/fieldFailure.ts'
import { JsonRun } from '../verbatim/jsonRun.ts'
import { JsonText } from '../verbatim/jsonText.ts'
import { AnswerPlace } from './answerPlace.ts'
import type { FieldShape, SelectionShape, ValueShape } from './answerShape.ts'

type Path = readonly (string | number)[]

/** In the place of a value that the division did not send. */
const LEFT_OUT: unique symbol = Symbol('left out')

/** An error of an answer, as GraphQL 7.1.2 has it. */
export interface AnswerError extends Partial<FailureReport> {
  readonly message: string
  readonly path?: Path
}

export interface CompletedAnswer {
  /** JSON text of `data` in UTF-8. */
  readonly data: Buffer
  readonly errors: readonly AnswerError[]
}

/** Rises from a field that failed to the nearest place that may be null. */
class Raised extends Error {
  constructor(
    readonly errors: readonly AnswerError[],
    /** Whether it is told only when what it follows from is not. */
    readonly consequence = false,
  ) {
    super(errors[0]?.message)
  }
}

/** Who is asked for a field, by its canonical names from the root. */
export type DivisionOf = (sources: readonly string[]) => string | undefined

/**
 * Writes parts one after the other. A part that failed only in consequence gives way to its cause, which is another part.
 */
function causeFirst<Part>(parts: readonly Part[], write: (part: Part, index: number) => string): string[] {
  let lost: Raised | undefined
  const texts = parts.map((part, index) => {
    try {
      return write(part, index)
    } catch (error) {
      if (!(error instanceof Raised && error.consequence)) throw error
      lost ??= error
      return ''
    }
  })
  if (lost !== undefined) throw lost
  return texts
}

class Completion {
  private raised: Raised[] = []

  constructor(private readonly divisionOf: DivisionOf) {}

  get errors(): AnswerError[] {
    return this.raised.flatMap(({ errors }) => errors)
  }

  /** A value where null may stand: what fails beneath ends here. */
  field(shape: ValueShape, value: unknown, place: AnswerPlace, owner: string): string {
    if (shape.nonNull) return this.value(shape, value, place, owner)
    const before = this.raised.length
    try {
      return this.value(shape, value, place, owner)
    } catch (error) {
      if (!(error instanceof Raised)) throw error
      this.raised = [
        ...this.raised.slice(0, before),
        ...this.raised.slice(before).filter(({ consequence }) => !consequence),
        error,
      ]
      return 'null'
    }
  }

  private value(shape: ValueShape, value: unknown, place: AnswerPlace, owner: string): string {
    if (value instanceof FieldFailure) throw raised(value, shape, place.path)
    if (value === LEFT_OUT) throw this.badValue(`Missing field ${owner}.`, place)
    if (value === null || value === undefined) {
      if (!shape.nonNull) return 'null'
      throw this.badValue(`Cannot return null for non-nullable field ${owner}.`, place)
    }
    if (value instanceof JsonText)
      return value.shape === shape ? String(value) : this.value(shape, parseByteText(String(value)), place, owner)
    if (shape.kind === 'leaf') {
      const text = shape.text(value)
      if (text === undefined) throw this.badValue(`Invalid value for field ${owner} of type ${shape.typeName}.`, place)
      return text
    }
    if (shape.kind === 'list') {
      if (!Array.isArray(value)) throw this.badValue(`Expected a list for field ${owner}.`, place)
      const write = (element: unknown, index: number): string =>
        this.field(shape.of, element, place.element(index), owner)
      return `[${causeFirst(value, write).join()}]`
    }
    if (!isDataObject(value)) throw this.badValue(`Expected an object for field ${owner}.`, place)
    return this.object(shape.selection, value, place, owner)
  }

  object(selection: SelectionShape, given: DataObject, place: AnswerPlace, owner: string): string {
    const object = withRunsParsed(given)
    const { __typename: typename } = object
    if (typename instanceof FieldFailure && selection.abstract)
      throw raised(typename, { kind: 'object', nonNull: false, selection }, place.path)
    const isTold = typeof typename === 'string'
    const isNonsense = selection.abstract && !isTold && typename !== undefined
    const fields = isNonsense ? undefined : selection.fieldsFor(isTold ? typename : undefined)
    if (fields === undefined) throw this.badValue(`Object of an unexpected type for field ${owner}.`, place)
    const write = ({ key, fixed, shape, source, coordinate, responseName }: FieldShape): string => {
      if (fixed !== undefined) return key + fixed
      const value = isLeftOut(object, source) ? LEFT_OUT : object[source]
      return key + this.field(shape, value, place.field(responseName, source), coordinate)
    }
    return `{${causeFirst(fields, write).join()}}`
  }

  /** A value that the division should not have given: its fault, and nobody else's. */
  private badValue(message: string, { path, sources }: AnswerPlace): Raised {
    const division = this.divisionOf(sources)
    const named = division === undefined ? {} : { division }
    return new Raised([{ message, path, extensions: { code: 'HUB_DIVISION_BAD_RESPONSE', ...named } }])
  }
}

function withRunsParsed(object: DataObject): DataObject {
  const runs = Object.values(object).filter((value) => value instanceof JsonRun)
  return Object.assign(runs.length > 0 ? { ...object } : object, ...runs.map((run) => parseByteText(run.whole())))
}

function raised({ causes, consequence }: FieldFailure, shape: ValueShape, path: Path): Raised {
  const errors = new Map<string, AnswerError>()
  for (const { report, below } of causes) {
    const told = [...path, ...clientPath([shape], below)]
    // Causes that the client has no name for meet at one place, which is told once.
    const key = JSON.stringify(told)
    if (!errors.has(key)) errors.set(key, { ...report, path: told })
  }
  return new Raised([...errors.values()], consequence)
}

/**
 * The client's names for a path beneath a value; what the client did not ask for in that form ends the path.
 * @param shapes all that the value may have: of what is lost the type is not known
 */
function clientPath(shapes: readonly ValueShape[], [part, ...rest]: Path): Path {
  if (part === undefined) return []
  if (typeof part === 'number') {
    const elements = shapes.flatMap((shape) => (shape.kind === 'list' ? [shape.of] : []))
    return elements.length > 0 ? [part, ...clientPath(elements, rest)] : []
  }
  const fields = shapes.flatMap((shape) => (shape.kind === 'object' ? fieldsNamed(shape.selection, part) : []))
  const [field] = fields
  if (field === undefined) return []
  const inner = fields.map(({ shape }) => shape)
  return [field.responseName, ...clientPath(inner, rest)]
}

/** The fields of a canonical name, and so of one response name, in all the types that an object may have. */
function fieldsNamed({ abstract, fieldsFor, typeNames }: SelectionShape, source: string): FieldShape[] {
  const fields = (abstract ? typeNames() : [undefined]).flatMap((typename) => fieldsFor(typename) ?? [])
  return fields.filter((field) => field.source === source)
}

/**
 * Writes an answer field by field with every error in its place: the order and the rising of nulls are those of
 * graphql-js. Used when `writeAnswer` has met something out of the ordinary.
 */
export function completeAnswer(root: SelectionShape, data: DataObject, divisionOf: DivisionOf): CompletedAnswer {
  const completion = new Completion(divisionOf)
  const shape: ValueShape = { kind: 'object', nonNull: false, selection: root }
  const text = completion.field(shape, data, AnswerPlace.root, root.typeName)
  return { data: Buffer.from(text, 'latin1'), errors: completion.errors }
}
