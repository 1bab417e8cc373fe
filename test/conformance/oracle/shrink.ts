import { type ASTNode, type DocumentNode, Kind, parse, print, type SelectionNode, validate, visit } from 'graphql'
import type { Disagreement } from './compare.ts'
import type { LoadExecutor } from './executor.ts'
import type { Operation } from './mergedSchema.ts'
import { openStage, type Stage, type Verdict } from './runOracle.ts'
import { smallerWorlds } from './smallerWorlds.ts'
import type { World } from './worldModel.ts'

/** Removes the node that is number `target` in document order, where a node may go without breaking the syntax. */
function withoutNode(document: DocumentNode, target: number): DocumentNode | undefined {
  let at = -1
  let removed = false
  const remove = (node: ASTNode): null | undefined => {
    at += 1
    if (at !== target) return undefined
    removed = true
    return node ? null : undefined
  }
  const result = visit(document, {
    FragmentDefinition: remove,
    VariableDefinition: remove,
    Directive: remove,
    Argument: remove,
    Field: { leave: remove },
    InlineFragment: { leave: remove },
    FragmentSpread: remove,
    SelectionSet: { leave: (node) => (node.selections.length > 0 ? undefined : null) },
  })
  return removed ? result : undefined
}

/** Puts the selections of an inline fragment in its place. */
function withoutWrapper(document: DocumentNode, target: number): DocumentNode | undefined {
  let at = -1
  let unwrapped = false
  const result = visit(document, {
    SelectionSet: {
      leave: (set) => {
        const selections = set.selections.flatMap((node): readonly SelectionNode[] => {
          if (node.kind !== Kind.INLINE_FRAGMENT || ++at !== target) return [node]
          unwrapped = true
          return node.selectionSet.selections
        })
        return { ...set, selections }
      },
    },
  })
  return unwrapped ? result : undefined
}

function withoutAlias(document: DocumentNode, target: number): DocumentNode | undefined {
  let at = -1
  let renamed = false
  const result = visit(document, {
    Field: (field) => {
      if (!field.alias || ++at !== target) return undefined
      renamed = true
      const { alias: _, ...plain } = field
      return plain
    },
  })
  return renamed ? result : undefined
}

function isOfKind(verdict: Verdict, kind: string): boolean {
  return typeof verdict === 'object' && verdict.kind === kind
}

async function smallerOperation(stage: Stage, operation: Operation, kind: Disagreement['kind']): Promise<Operation> {
  let smallest = operation
  for (const edit of [withoutNode, withoutWrapper, withoutAlias]) {
    for (let target = 0; ; target++) {
      const document = edit(smallest.document, target)
      if (!document) break
      const candidate = { ...smallest, document }
      if (document.definitions.length === 0 || !isValid(stage, document)) continue
      if (isOfKind(await stage.check(candidate), kind)) {
        smallest = candidate
        target -= 1
      }
    }
  }
  return smallest
}

function isValid(stage: Stage, document: DocumentNode): boolean {
  try {
    return validate(stage.merged.schema, parse(print(document))).length === 0
  } catch {
    return false
  }
}

/** Data depends on names alone, so a smaller world still holds the same values. */
async function disagreesIn(world: World, load: LoadExecutor, operation: Operation, kind: string): Promise<boolean> {
  try {
    const stage = await openStage(world, load)
    if (!stage) return false
    const found = isValid(stage, operation.document) ? await stage.check(operation) : undefined
    await stage.stop()
    return isOfKind(found, kind)
  } catch {
    return false
  }
}

async function smallerWorld(world: World, load: LoadExecutor, operation: Operation, kind: string): Promise<World> {
  let smallest = world
  for (let shrunk = true; shrunk; ) {
    shrunk = false
    for (const candidate of smallerWorlds(smallest)) {
      if (!(await disagreesIn(candidate, load, operation, kind))) continue
      smallest = candidate
      shrunk = true
      break
    }
  }
  return smallest
}

/** The smallest operation, then the smallest schema, that still disagree in the same way. */
export async function shrink(
  stage: Stage,
  load: LoadExecutor,
  operation: Operation,
  found: Disagreement,
): Promise<{ operation: Operation; world: World }> {
  let smallest = operation
  for (let round = 0; round < 3; round++) smallest = await smallerOperation(stage, smallest, found.kind)
  const world = await smallerWorld(stage.federation.world, load, smallest, found.kind)
  return { operation: smallest, world }
}
