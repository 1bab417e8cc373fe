import { type FieldNode, print } from 'graphql'

/**
 * The names under which an operation's data is fetched and kept, whatever the client calls it: a field without
 * arguments by its own name, a field with arguments by a name of its own for each set of arguments, and a field with
 * fields of its own by a name for each alias. So one name means one thing at all places of an operation, and no alias of a client can hide a key or an input of `@requires`.
 */
export class CanonicalNames {
  private readonly names = new Map<string, string>()

  /** @param isField whether a name is some field's own, which then cannot be given to another */
  constructor(private readonly isField: (name: string) => boolean) {}

  of(node: FieldNode): string {
    const { name, arguments: args = [], alias } = node
    const apart = this.isApart(node) ? `${alias?.value}:` : ''
    if (args.length === 0 && apart === '') return name.value
    return this.numbered(name.value, `${apart}${name.value}(${args.map(print).sort().join()})`)
  }

  /** Fields at the root of a mutation act each time they are asked for, so each response name is kept apart. */
  ofAction({ name, alias }: FieldNode): string {
    return this.numbered(name.value, `${name.value} as ${alias?.value ?? name.value}`)
  }

  /** What fails beneath one response name must not take away what another asks of the same field. */
  private isApart({ name, alias, selectionSet }: FieldNode): boolean {
    return selectionSet !== undefined && alias !== undefined && alias.value !== name.value
  }

  private numbered(field: string, key: string): string {
    const known = this.names.get(key)
    if (known !== undefined) return known
    let number = this.names.size + 1
    while (this.isField(`${field}__${number}`)) number += 1000
    const fresh = `${field}__${number}`
    this.names.set(key, fresh)
    return fresh
  }
}
