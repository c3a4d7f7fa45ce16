export type AudioCodec =
  | 'pcm_u8'
  | 'pcm_s16le'
  | 'pcm_s24le'
  | 'pcm_s32le'
  | 'pcm_f32le'
  | 'pcm_f64le'
  | 'pcm_mulaw'
  | 'pcm_alaw'
  | 'gsm_ms'
  | 'adpcm_ima_wav'
  | 'mp3';

/** What the samples that are really there amount to, whatever the header claims. */
export type AudioFacts = {
  readonly container: 'wav' | 'mp3';
  readonly codec: AudioCodec;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly durationMs: number;
};

/** `SILENT`: no sample above -60 dBFS on any channel. `TRAILING_DATA`: bytes behind the recording that are not part of it. */
export type AudioFlag = 'SILENT' | 'TRAILING_DATA';

export type RefusalReason =
  | 'EMPTY'
  | 'HEADER_ONLY'
  | 'TRUNCATED'
  | 'NOT_AUDIO'
  | 'UNSUPPORTED_FORMAT'
  | 'MALFORMED_HEADER';

/**
 * `quarantine`: there is, or may be, audio, but it cannot be vouched for. `reject`: the bytes provably hold no sample.
 * `audio`, where present, is what can be heard.
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
