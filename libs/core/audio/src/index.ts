export { contentTypeOf } from './content-type.ts';
export { makeAudioProbe } from './probe.ts';
export { AUDIO_RULES_VERSION, type AudioFlag, type AudioVerdict, audioCodecs } from './verdict.ts';
