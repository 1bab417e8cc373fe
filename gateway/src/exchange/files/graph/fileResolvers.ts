import type { SubgraphResolvers } from '@hub/schema/access/guard/guardedSchema'
import { shanghaiDate } from '@hub/schema/calendar/shanghaiDate'
import { HubError } from '@hub/schema/errors/HubError'
import { z } from 'zod'
import type { InProcessContext } from '../../../execution/divisions/inProcessDivision.ts'
import { databaseLimits } from '../../../graph/databaseLimits.ts'
import { forwardPage } from '../../../graph/forwardPage.ts'
import { decodeCursor } from '../../../graph/opaqueCursor.ts'
import { pageSize } from '../../../graph/pageSize.ts'
import type { ExchangeStores } from '../../exchangeStores.ts'
import { actor, reasonOf } from '../../graph/agreementMutations.ts'
import type { FileLog, ReissueAct } from '../fileLog.ts'
import { toldFile } from './toldFile.ts'

const place = z.tuple([z.string(), z.string()])

interface Page {
  readonly first?: number | null
  readonly after?: string | null
}

/** What of the hub's graph is about files (`gateway/graphql/exchangeFiles.graphql`). */
export function fileResolvers({ files: log, running }: ExchangeStores): SubgraphResolvers {
  return {
    ExchangeAgreement: {
      files: async ({ id }: { readonly id: string }, { first, after }: Page, context: InProcessContext) => {
        const size = pageSize(first)
        const reached = decodeCursor(place, after)
        const found = await log.filesOf(id, { first: size + 1, after: reached, limits: databaseLimits(context) })
        const isFurther = reached !== undefined
        return forwardPage(found, { size, isFurther, placeOf: ({ day, _id }) => [day, _id], told: toldFile })
      },
      pendingDecisions: async ({ id }: { readonly id: string }, { first }: Pick<Page, 'first'>) =>
        (await running.files?.pending(id))?.slice(0, pageSize(first)),
    },
    Mutation: {
      reissueFile: async (
        _: unknown,
        { file, reason }: { readonly file: string; readonly reason: string },
        { caller }: InProcessContext,
      ) => {
        const asked = { by: actor(caller, 'DELIVERY_REPEAT'), reason: reasonOf(reason) }
        return toldFile(await reissued(log, file, asked))
      },
    },
  }
}

async function reissued(log: FileLog, file: string, asked: ReissueAct) {
  const entry = await log.entryOf(file)
  if (entry?.state !== 'WRITTEN')
    throw new HubError('BAD_USER_INPUT', `没有报出过文件 ${file.slice(0, 100)} / no such file was sent`)
  if (entry.ahead !== undefined)
    throw new HubError(
      'BAD_USER_INPUT',
      '先行撤回文件不重新报送，请重报其征集周期 / report the period of the withdrawals again',
    )
  const { agreementId, message, period, format, basis } = entry
  const day = shanghaiDate(new Date())
  return log.reserve({ agreementId, message, period }, { day, format, basis, reissue: true, asked })
}
