/** A file that serves as the recording of calls, inspected once, at the start. */
export type AudioFile = {
  readonly path: string;
  readonly container: 'wav' | 'mp3';
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly channels: number;
  readonly sampleRateHz: number;
};
