import { hostileFiles } from '@hub/schema/formats/testing/hostileFiles'
import { readAll, refusal } from '@hub/schema/formats/testing/importFiles'
import { expect, test } from 'vitest'
import { readText } from './values/readText.ts'

const isHeading = (text: string): boolean => text === '企业名称' || text === '文号'

/** What a file gets: 拒收 with the reason, or its rows with what is said of each. */
async function outcomeOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const reading = readAll(bytes, isHeading)
  const rows = await reading.catch(() => undefined)
  if (rows === undefined) return `拒收：${await refusal(reading)}`
  const told = rows.map(({ cells, fault, remarks = [] }) => {
    const unread = Object.values(cells).flatMap((cell) => readText(String(cell)).fault?.message ?? [])
    const said = [
      ...unread.map((message) => `疑问：${message}`),
      ...(fault === undefined ? [] : [`疑问：${fault}`]),
      ...remarks.map((remark) => `提示：${remark}`),
    ]
    return said.length > 0 ? said.join('；') : `入列：${JSON.stringify(cells)}`
  })
  return told.length === 0 ? '无行' : told.join('<br>')
}

test('every hostile file gets what the table in hostileFiles.md says', async () => {
  const lines = ['| file | what it gets |', '|---|---|']
  for (const { name, bytes } of hostileFiles) lines.push(`| ${name} | ${(await outcomeOf(bytes())).slice(0, 300)} |`)
  const table = `# Hostile files\n\nWritten and checked by \`hostileFiles.test.ts\` from \`schema/src/formats/testing/hostileFiles.ts\`.\n\n${lines.join('\n')}\n`
  await expect(table).toMatchFileSnapshot('./hostileFiles.md')
})
