import { type ASTNode, type DocumentNode, isTypeDefinitionNode, isTypeExtensionNode } from 'graphql'

const coordinate = /^"?@?(\w+)(?:\.(\w+))?"?$/

/** The definitions in a document that a schema coordinate such as `Enterprise.name` or `MoneyUnit` stands for. */
export function coordinateNodes(text: string, document: DocumentNode): ASTNode[] {
  const [, typeName, memberName] = coordinate.exec(text) ?? []
  return document.definitions.flatMap((definition): ASTNode[] => {
    const named = isTypeDefinitionNode(definition) || isTypeExtensionNode(definition)
    if (!named || definition.name.value !== typeName) return []
    if (memberName === undefined) return [definition]
    const members = 'fields' in definition ? definition.fields : 'values' in definition ? definition.values : []
    return (members ?? []).filter(({ name }) => name.value === memberName)
  })
}

/** The coordinates a message of composition quotes. */
export function quotedCoordinates(message: string): string[] {
  return [...message.matchAll(/"@?[A-Za-z_]\w*(?:\.\w+)?"/g)].map(([quoted]) => quoted)
}
