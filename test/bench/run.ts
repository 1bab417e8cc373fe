// `npm run bench` measures the gateways, `-- division` the hub over a real division, `-- import` the way in, `-- formats` the file
// readers, `-- access` what access and evidence cost, `-- soak` whether the hub's memory stays flat, `-- isolation` whether an outage is felt where it should not be,
// `-- streams` how soon readers are told of changes, `-- snapshot` how fast everything that stands is read,
// `-- push` how fast changes reach a partner, `-- planning` how long operations not seen before hold up the others.
const [name = ''] = process.argv.slice(2)
if (
  ['access', 'division', 'import', 'formats', 'soak', 'isolation', 'streams', 'snapshot', 'push', 'planning'].includes(
    name,
  )
)
  process.argv.splice(2, 1)

const isProcess = name === 'import' && process.argv.includes('--process')
if (isProcess) process.argv.splice(process.argv.indexOf('--process'), 1)

if (isProcess) await import('./imports/wholeProcess.ts')
else if (name === 'import') await import('./imports/main.ts')
else if (name === 'access') await import('./access/main.ts')
else if (name === 'division') await import('./division/main.ts')
else if (name === 'formats') await import('./formats/main.ts')
else if (name === 'soak') await import('./soak/main.ts')
else if (name === 'isolation') await import('./isolation/main.ts')
else if (name === 'streams') await import('./streams/main.ts')
else if (name === 'snapshot') await import('./snapshot/main.ts')
else if (name === 'push') await import('./push/main.ts')
else if (name === 'planning') await import('./planning/main.ts')
else await import('./main.ts')

export {}
