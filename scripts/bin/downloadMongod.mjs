// node downloadMongod.mjs FOLDER: prints the path of a mongod, downloaded into FOLDER when it is not there yet.
// A process of its own, because a download that hangs can only be ended from outside.
import { MongoBinary } from 'mongodb-memory-server-core/lib/util/MongoBinary.js'

const path = await MongoBinary.getPath({ downloadDir: process.argv[2], checkMD5: true })
process.stdout.write(`\n${path}\n`)
