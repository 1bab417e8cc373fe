import type { HubRooms } from '../../../graph/hubGraph.ts'

/** For a graph in which nobody asks for changes. */
export const unreadChanges: HubRooms['changes'] = () => ({
  read: () => Promise.reject(new Error('no changes are to be read here')),
})
