import { expect, inject, test } from 'vitest'
import { checkDatabase } from './checkDatabase.ts'

test('the server that the resolver found passes the check again', async () => {
  const name = await checkDatabase(inject('mongodbUri'), 'hub-check')
  expect(name).toMatch(/^(SecantusDB|MongoDB \d)/)
})

test('nobody listening is told apart from a server that lacks something', async () => {
  await expect(checkDatabase('mongodb://127.0.0.1:9/?directConnection=true', 'hub-check', 300)).rejects.toMatchObject({
    code: 'HUB_DATABASE_UNAVAILABLE',
  })
})
