/**
 * What GraphQL's own validation says, and the Chinese for it: `$1` stands for the first name that is quoted. The first
 * that fits counts. Names are what the caller has written or may see, so saying them again discloses nothing.
 */
const texts: readonly (readonly [says: RegExp, zh: string])[] = [
  [/^Cannot query field "([^"]*)" on type "([^"]*)"/, '类型 $2 没有字段 $1，或以当前身份不可见'],
  [/^Unknown argument "([^"]*)" on field "([^"]*)"/, '字段 $2 没有参数 $1，或以当前身份不可用'],
  [/^Unknown argument "([^"]*)" on directive "([^"]*)"/, '指令 $2 没有参数 $1'],
  [/^Unknown type "([^"]*)"/, '没有类型 $1，或以当前身份不可见'],
  [/^Unknown directive "([^"]*)"/, '没有指令 $1'],
  [/^Unknown fragment "([^"]*)"/, '文档中没有片段 $1'],
  [/^Directive "([^"]*)" may not be used on ([A-Z_]+)/, '指令 $1 不能用在此处（$2）'],
  [/^The directive "([^"]*)" can only be used once/, '指令 $1 在同一处只能用一次'],
  [/^(?:Directive|Field) "([^"]*)" argument "([^"]*)" of type "([^"]*)" is required/, '$1 缺少必填的参数 $2（$3）'],
  [/^Field "([^"]*)" must not have a selection/, '字段 $1 是单个的值，其下不能再选字段'],
  [/^Field "([^"]*)" of type "([^"]*)" must have (?:a selection|at least)/, '字段 $1（$2）之下须选至少一个字段'],
  [/^Field "([^"]*)" of required type "([^"]*)" was not provided/, '缺少必填的输入字段 $1（$2）'],
  [/^Field "([^"]*)" is not defined by type "([^"]*)"/, '输入类型 $2 没有字段 $1，或以当前身份不可用'],
  [/^Field "([^"]*)" must be non-null/, '输入字段 $1 不能为 null'],
  [/^Fields "([^"]*)" conflict/, '同名的字段 $1 所取不同，请用别名区分'],
  [/^Fragment "([^"]*)" is never used/, '片段 $1 没有用到'],
  [/^Cannot spread fragment "([^"]*)" within itself/, '片段 $1 包含其自身'],
  [
    /^Fragment (?:"[^"]*" )?cannot condition on non composite type "([^"]*)"/,
    '片段的类型条件 $1 不是对象、接口或联合类型',
  ],
  [
    /^Fragment (?:"[^"]*" )?cannot be spread here as objects of type "([^"]*)" can never be of type "([^"]*)"/,
    '此处的 $1 不可能是 $2，片段不能用在这里',
  ],
  [/^Variable "([^"]*)" is not defined/, '变量 $1 没有声明'],
  [/^Variable "([^"]*)" is never used/, '变量 $1 声明而未用'],
  [/^Variable "([^"]*)" cannot be non-input type "([^"]*)"/, '变量 $1 不能是输出类型 $2'],
  [/^Variable "([^"]*)" of type "([^"]*)" used in position expecting type "([^"]*)"/, '变量 $1 是 $2，此处须为 $3'],
  [/^Variable "([^"]*)" is of type "([^"]*)" but must be non-nullable/, '变量 $1（$2）在此处须为非空类型'],
  [/^Variable "([^"]*)" of required type "([^"]*)" was not provided/, '缺少变量 $1 的值（$2）'],
  [/^Variable "([^"]*)" of non-null type "([^"]*)" must not be null/, '变量 $1（$2）不能为 null'],
  [/^Variable "([^"]*)" got invalid value/, '变量 $1 的值不符合要求'],
  [/^There can be only one (?:argument|input field|variable|fragment|operation) named "([^"]*)"/, '$1 重名'],
  [/^This anonymous operation must be the only/, '文档含多个操作时，每个操作都须有名称'],
  [/^Value "[^"]*" does not exist in "([^"]*)" enum/, '枚举 $1 没有这个值'],
  [/^Enum "([^"]*)" cannot represent/, '枚举 $1 的值须是不带引号的枚举值名称'],
  [/^Expected value of type "([^"]*)"/, '此处的值须为 $1'],
  [/^([A-Z]\w*) cannot represent/, '不是 $1 类型的值'],
  [/^OneOf Input Object "([^"]*)"/, '输入类型 $1 须恰好给出一个字段'],
  [/^(?:Anonymous )?Subscription .*must select only one/, '一个订阅只能选一个顶层字段'],
  [/^(?:Anonymous )?Subscription .*must not select an introspection/, '订阅的顶层不能选内省字段'],
  [/^Schema is not configured for (\w+) operations/, '图中没有 $1 操作，或以当前身份不可用'],
  [/^Maximum introspection depth exceeded/, '内省嵌套过深'],
  [/^Too many validation errors/, '错误过多，其余未列出'],
  [/^Syntax Error/, '语法错误'],
]

/** The words that GraphQL has for faults of a request, one a line, with the Chinese before them; other words as they are. */
export function inBothLanguages(message: string): string {
  return message.split('\n').map(lineInBoth).join('\n')
}

function lineInBoth(line: string): string {
  for (const [says, zh] of texts) {
    const found = says.exec(line)
    if (found !== null) return `${zh.replaceAll(/\$(\d)/g, (_, at: string) => found[Number(at)] ?? '')} / ${line}`
  }
  return line
}
