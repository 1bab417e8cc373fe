import { HubError } from '../../errors/HubError.ts'

/** What is wrong with a request that is not answered. */
export type HopFault =
  | 'unsigned'
  | 'malformed'
  | 'other direction'
  | 'unknown key'
  | 'out of time'
  | 'wrong signature'
  | 'replayed'
  | 'unusable claims'
  | 'other body'
  | 'no certificate'

/** A request between hub and division that is not answered. Who sent it is told the code; the fault is for the log. */
export class HopRefused extends HubError {
  constructor(readonly fault: HopFault) {
    super('HUB_HOP_REFUSED')
  }
}
