// `npm run bench` measures the gateways, `npm run bench -- import` the way in, `npm run bench -- formats` the file readers,
// `npm run bench -- soak` whether the hub's memory stays flat.
const [name = ''] = process.argv.slice(2)
if (['import', 'formats', 'soak'].includes(name)) process.argv.splice(2, 1)

if (name === 'import') await import('./imports/main.ts')
else if (name === 'formats') await import('./formats/main.ts')
else if (name === 'soak') await import('./soak/main.ts')
else await import('./main.ts')

export {}
