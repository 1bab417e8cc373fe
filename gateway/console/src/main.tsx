import 'graphiql/setup-workers/vite'
import 'graphiql/graphiql.css'
import './console.css'
import { createRoot } from 'react-dom/client'
import { HubConsole } from './HubConsole.tsx'

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<HubConsole />)
