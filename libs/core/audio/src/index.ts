export type { AudioProbe } from './audio-probe.ts';
export { contentTypeOf } from './content-type.ts';
export { makeAudioProbe } from './probe.ts';
export type { AudioCodec, AudioFacts, AudioFlag, AudioVerdict, RefusalReason } from './verdict.ts';
