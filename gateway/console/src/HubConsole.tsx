import { GraphiQL } from 'graphiql'
import icon from '../icon.svg'
import { DivisionStates } from './DivisionStates.tsx'
import { exampleQueries } from './exampleQueries.ts'
import { hubFetcher } from './hubFetcher.ts'

const tabs = exampleQueries.map(({ query, variables }) => ({ query, variables: JSON.stringify(variables, null, 2) }))

/** The whole page: what the hub is and how it does, above the query editor. */
export function HubConsole() {
  return (
    <>
      <header className="hub-header">
        <img src={icon} alt="" width="26" height="26" />
        <h1>商务信用信息枢纽</h1>
        <span className="hub-subtitle">Commerce Credit Hub</span>
        <DivisionStates />
      </header>
      <main className="hub-main">
        <GraphiQL fetcher={hubFetcher} defaultTabs={tabs} defaultEditorToolsVisibility="variables">
          <GraphiQL.Logo>
            <span className="hub-hint">
              <kbd>Ctrl</kbd> <kbd>Enter</kbd> 运行 run · <kbd>Ctrl</kbd> <kbd>Space</kbd> 补全 complete ·
              左侧书形按钮看字段说明 docs on the left
            </span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  )
}
