import { makeAudioProbe } from '../src/index.ts';
import { chunk, format, wavFile } from './wav-file.ts';

const MIB = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const STREAM_BYTES = 200 * MIB;

const heldBytes = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

describe('the probe', () => {
  it('holds as much memory for 200 MiB as for 8 MiB', () => {
    const probe = makeAudioProbe();
    const header = wavFile([chunk('fmt ', format()), chunk('data', [], STREAM_BYTES)], STREAM_BYTES + 36);
    const silence = new Uint8Array(CHUNK_BYTES);
    probe.write(header);
    for (let sent = 0; sent < 8 * MIB; sent += CHUNK_BYTES) probe.write(silence);

    const before = heldBytes();
    for (let sent = 8 * MIB; sent < STREAM_BYTES; sent += CHUNK_BYTES) probe.write(silence);
    expect(heldBytes() - before).toBeLessThan(8 * MIB);

    const verdict = probe.end();
    expect(verdict).toEqual({
      verdict: 'accept',
      audio: {
        container: 'wav',
        codec: 'pcm_s16le',
        channels: 1,
        sampleRateHz: 8000,
        durationMs: STREAM_BYTES / 16,
      },
      flags: ['SILENT'],
    });
  });

  it.each(['LIST', 'fmt ', 'fact', 'data'])('allocates no buffer for a %s chunk that claims 2 GiB', (id) => {
    const honest = id === 'fmt ' ? [] : [chunk('fmt ', format())];
    const file = wavFile([...honest, chunk(id, [1, 2], 0x7fff_fff0)], 0);
    const before = heldBytes();
    for (let round = 0; round < 50; round += 1) {
      const probe = makeAudioProbe();
      probe.write(file);
      expect(probe.end().verdict).not.toBe('accept');
    }
    expect(heldBytes() - before).toBeLessThan(8 * MIB);
  });

  it('allocates no buffer for an ID3 tag that claims 256 MiB', () => {
    const before = heldBytes();
    const probe = makeAudioProbe();
    probe.write(Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f, 0, 0, 0));
    expect(probe.end()).toMatchObject({ verdict: 'quarantine', reason: 'TRUNCATED' });
    expect(heldBytes() - before).toBeLessThan(8 * MIB);
  });
});
