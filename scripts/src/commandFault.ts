/** What commander says of a command line that is wrong, and the Chinese for it: `$1` stands for what is quoted. */
const texts: readonly (readonly [says: RegExp, zh: string])[] = [
  [/^error: missing required argument '([^']*)'/, '缺少参数 $1'],
  [/^error: option '([^']*)' argument missing/, '选项 $1 缺少值'],
  [/^error: required option '([^']*)' not specified/, '缺少必填的选项 $1'],
  [/^error: option '([^']*)' cannot be used with option '([^']*)'/, '选项 $1 不能与 $2 同用'],
  [/^error: (?:option|command-argument) (?:'([^']*)' argument|value) '[^']*' is invalid/, '选项 $1 的值不符合要求'],
  [/^error: unknown option '([^']*)'/, '没有选项 $1'],
  [/^error: unknown command '([^']*)'/, '没有命令 $1'],
  [/^error: too many arguments/, '参数过多'],
]

/** A fault of the command line in both languages; what is not known here stays as it is. */
export function commandFault(text: string): string {
  const [says, zh] = texts.find(([pattern]) => pattern.test(text)) ?? []
  const match = says?.exec(text)
  if (zh === undefined || match == null) return text
  return `${zh.replaceAll(/\$(\d)/g, (_, group) => match[Number(group)] ?? '')} / ${text}`
}
