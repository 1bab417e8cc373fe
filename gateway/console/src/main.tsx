import 'graphiql/setup-workers/vite'
import '@graphiql/react/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import '@graphiql/plugin-history/style.css'
import 'graphiql/graphiql.css'
import './console.css'
import { createRoot } from 'react-dom/client'
import { HubConsole } from './HubConsole.tsx'

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<HubConsole />)
