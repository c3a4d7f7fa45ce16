export { contentTypeOf } from './content-type.ts';
export { makeAudioProbe } from './probe.ts';
export type { AudioVerdict } from './verdict.ts';
