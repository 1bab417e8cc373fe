import { type ConstDirectiveNode, type DefinitionNode, Kind, parse, type StringValueNode } from 'graphql'
import { directiveArgument } from '../contract/directiveArgument.ts'

const heading = `# 术语表 / Glossary

中文 ↔ 标识符 ↔ 国家数据项代码。由各处室的 SDL 生成，请勿手改。Generated from the divisions' SDL; do not edit.
`

/** A type, field or enum value: what all of them have. */
interface Described {
  readonly name: { readonly value: string }
  readonly description?: StringValueNode
  readonly directives?: readonly ConstDirectiveNode[]
}

function chinese({ description }: Described): string {
  return (description?.value ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim()
}

function nationalCode(member: Described): string {
  const code = directiveArgument(member, 'national', 'code')
  return code ? `${code}（${directiveArgument(member, 'national', 'standard')}）` : ''
}

function section(type: Described, members: readonly Described[]): string {
  const rows = members.map((member) => `| ${chinese(member)} | \`${member.name.value}\` | ${nationalCode(member)} |`)
  return `
## ${chinese(type)} \`${type.name.value}\`

| 中文 | 标识符 | 国家代码 |
| --- | --- | --- |
${rows.join('\n')}
`
}

/** What is plumbing of federation, of paging or of queries is no term of the field. */
function isTerm(name: string): boolean {
  return !/__|^(Query|Mutation|Subscription|PageInfo)$|(Connection|Edge|Filter|Order|OrderField)$/.test(name)
}

function sectionOf(definition: DefinitionNode): string[] {
  if (!('name' in definition) || !definition.name || !isTerm(definition.name.value)) return []
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return [section(definition, definition.fields ?? [])]
    case Kind.ENUM_TYPE_DEFINITION:
      return [section(definition, definition.values ?? [])]
    default:
      return []
  }
}

/**
 * The text of `glossary.md`: every type, field and enum value with its Chinese meaning and national code.
 * @param supergraphSdl the composed graph, where a type of several divisions is one
 */
export function glossary(supergraphSdl: string): string {
  return heading + parse(supergraphSdl).definitions.flatMap(sectionOf).join('')
}
