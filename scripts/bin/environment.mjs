/** What a program started by the way in is given: our own environment, and that nothing is told to others. */
export const quietEnvironment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
