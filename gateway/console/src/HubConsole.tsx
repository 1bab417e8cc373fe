import { GraphiQL } from 'graphiql'
import icon from '../icon.svg'
import { DivisionStates } from './DivisionStates.tsx'
import { exampleQueries } from './exampleQueries.ts'
import { hubFetcher } from './hubFetcher.ts'
import { isFirstVisit } from './isFirstVisit.ts'
import { useChinesePunctuation } from './useChinesePunctuation.ts'

const tabs = exampleQueries.map(({ query, variables }) => ({ query, variables: JSON.stringify(variables, null, 2) }))

/** GraphiQL fills its editor for variables from what it stored last, not from the tab it opens first. */
const firstVariables = isFirstVisit() && tabs[0] !== undefined ? { initialVariables: tabs[0].variables } : {}

/** The whole page: what the hub is and how it does, above the query editor. */
export function HubConsole() {
  useChinesePunctuation()
  return (
    <>
      <header className="hub-header">
        <img src={icon} alt="" width="26" height="26" />
        <h1>商务信用信息枢纽</h1>
        <span className="hub-subtitle">Commerce Credit Hub</span>
        <span className="hub-hint">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> 运行 run
        </span>
        <span className="hub-hint">
          <kbd>Ctrl</kbd> <kbd>Space</kbd> 补全 complete
        </span>
        <span className="hub-hint">左侧书形按钮：字段说明 docs</span>
        <DivisionStates />
      </header>
      <main className="hub-main">
        <GraphiQL
          fetcher={hubFetcher}
          defaultTabs={tabs}
          {...firstVariables}
          defaultEditorToolsVisibility="variables"
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo> </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  )
}
