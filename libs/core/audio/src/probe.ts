import type { AudioProbe } from './audio-probe.ts';
import { makeMp3Probe } from './mp3/mp3-probe.ts';
import { readSignature, SIGNATURE_BYTES } from './signature.ts';
import { makeTextScan } from './text-scan.ts';
import { type AudioVerdict, quarantine, reject } from './verdict.ts';
import { makeWavProbe } from './wav/wav-probe.ts';

/** Makes a probe for one recording. It holds a few hundred bytes whatever the file's size or its header's claims. */
export const makeAudioProbe = (): AudioProbe => {
  const head = new Uint8Array(SIGNATURE_BYTES);
  let headBytes = 0;
  let probe: AudioProbe | undefined;

  const start = (): AudioProbe => {
    const seen = head.subarray(0, headBytes);
    const started = probeFor(seen);
    started.write(seen);
    probe = started;
    return started;
  };

  return {
    write: (chunk) => {
      if (probe !== undefined) {
        probe.write(chunk);
        return;
      }
      const wanted = chunk.subarray(0, SIGNATURE_BYTES - headBytes);
      head.set(wanted, headBytes);
      headBytes += wanted.length;
      if (headBytes === SIGNATURE_BYTES) start().write(chunk.subarray(wanted.length));
    },
    end: () => (headBytes === 0 ? reject('EMPTY', 'zero bytes') : (probe ?? start()).end()),
  };
};

const probeFor = (head: Uint8Array): AudioProbe => {
  const signature = readSignature(head);
  switch (signature.kind) {
    case 'wav':
      return makeWavProbe();
    case 'mp3':
      return makeMp3Probe();
    case 'unsupported':
      return answerAlways(quarantine('UNSUPPORTED_FORMAT', `${signature.format} is not read`));
    case 'unknown':
      return makeUnknownProbe();
    default:
      return signature satisfies never;
  }
};

const answerAlways = (verdict: AudioVerdict): AudioProbe => ({ write: () => undefined, end: () => verdict });

/** Readable text holds no audio. Other unidentified bytes may be encrypted audio, so they are kept. */
const makeUnknownProbe = (): AudioProbe => {
  const text = makeTextScan();
  return {
    write: text.write,
    end: () =>
      text.isReadable()
        ? reject('NOT_AUDIO', 'readable text')
        : quarantine('NOT_AUDIO', 'no known signature in the first bytes'),
  };
};
