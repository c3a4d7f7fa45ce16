/** Of the audio of one recording. */
export const RECORDING_BYTES = 100_000_000;
