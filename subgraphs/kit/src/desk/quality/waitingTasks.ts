/** Of a queue's rows, those that wait: one whose correction came by a file does not, the correction does. */
export const waitingTasks = {
  state: { $in: ['PENDING', 'MODIFIED'] },
  correctedBy: { $exists: false },
}
