/**
 * Version of the rules that give a verdict. It is stored beside each verdict, so that older ones can be judged anew. Raise
 * it with every change that gives some recording another verdict, flag or length. Verdicts without a version are of 1.
 */
export const AUDIO_RULES_VERSION = 2;

export const audioCodecs = [
  'pcm_u8',
  'pcm_s16le',
  'pcm_s24le',
  'pcm_s32le',
  'pcm_f32le',
  'pcm_f64le',
  'pcm_mulaw',
  'pcm_alaw',
  'gsm_ms',
  'adpcm_ima_wav',
  'mp3',
] as const;
export type AudioCodec = (typeof audioCodecs)[number];

/** Format and length of the samples that arrived. The header may claim another length. */
export type AudioFacts = {
  readonly container: 'wav' | 'mp3';
  readonly codec: AudioCodec;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly durationMs: number;
};

/**
 * A sample above -60 dBFS is audible. `SILENT`: no channel has one. `ONE_SIDE_SILENT`: a channel has none, another has.
 * `SILENT_TAIL`: none follows for a minute, or for half of the recording. `TRAILING_DATA`: a few bytes after the recording.
 */
export type AudioFlag = 'SILENT' | 'ONE_SIDE_SILENT' | 'SILENT_TAIL' | 'TRAILING_DATA';

export type RefusalReason =
  | 'EMPTY'
  | 'HEADER_ONLY'
  | 'TRUNCATED'
  | 'NOT_AUDIO'
  | 'UNSUPPORTED_FORMAT'
  | 'MALFORMED_HEADER'
  | 'TRAILING_DATA';

/**
 * `quarantine`: the bytes hold, or may hold, audio, but are not trusted. `reject`: the bytes hold no sample.
 * `audio` describes the part that can be played, if any.
 */
export type Refusal = {
  readonly verdict: 'quarantine' | 'reject';
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly audio?: AudioFacts;
};

export type Acceptance = {
  readonly verdict: 'accept';
  readonly audio: AudioFacts;
  readonly flags: readonly AudioFlag[];
  /** With `SILENT_TAIL`: its length. */
  readonly silentTailMs?: number;
  /** With `TRAILING_DATA`: how many bytes. */
  readonly trailingBytes?: number;
};

export type AudioVerdict = Acceptance | Refusal;

export const quarantine = (reason: RefusalReason, detail: string, audio?: AudioFacts): Refusal =>
  audio === undefined
    ? { verdict: 'quarantine', reason, detail }
    : { verdict: 'quarantine', reason, detail, audio };

export const reject = (reason: RefusalReason, detail: string): Refusal => ({
  verdict: 'reject',
  reason,
  detail,
});
