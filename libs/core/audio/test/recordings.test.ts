import { createHash } from 'node:crypto';
import { contentTypeOf } from '../src/index.ts';
import { expectations, probeWhole, readRecording } from './recordings.ts';

/** `null` in an expectation means: not checked. */
const checked = (facts: object): object =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));

describe.each(expectations)('the probe, given $path', (expected) => {
  const bytes = readRecording(expected.path);
  const verdict = probeWhole(bytes);

  it('reads the file the expectation was made for', () => {
    expect(bytes.length).toBe(expected.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(expected.sha256);
  });

  it(`says ${expected.verdict} ${expected.reason ?? ''}`, () => {
    const reasons = verdict.verdict === 'accept' ? verdict.flags : [verdict.reason];
    const answer = { verdict: verdict.verdict, reason: reasons[0] ?? null };
    const { verdict: wanted, reason, alsoAcceptable } = expected;
    expect(reasons.length).toBeLessThan(2);
    expect([{ verdict: wanted, reason }, ...alsoAcceptable]).toContainEqual(answer);
  });

  it('states the format and the length of the samples that arrived', () => {
    if (expected.verdict === 'accept') expect(verdict.audio).toBeDefined();
    if (verdict.audio === undefined) return;
    const { container, codec, channels, sampleRateHz, durationMs } = verdict.audio;
    const family = expected.container === 'rf64' ? 'wav' : expected.container;
    const { codec: wantedCodec, channels: wantedChannels, sampleRateHz: wantedRateHz } = expected;
    const wanted = {
      container: family,
      codec: wantedCodec,
      channels: wantedChannels,
      sampleRateHz: wantedRateHz,
    };
    expect({ container, codec, channels, sampleRateHz }).toMatchObject(checked(wanted));
    if (expected.durationMs !== null) {
      expect(Math.abs(durationMs - expected.durationMs)).toBeLessThanOrEqual(expected.durationToleranceMs!);
    }
    expect(contentTypeOf(verdict)).toBe(expected.path.endsWith('.mp3') ? 'audio/mpeg' : 'audio/wav');
  });
});

describe('the fixtures', () => {
  it('hold accepted recordings in calls and odd, refused ones in bad', () => {
    for (const { path, verdict } of expectations) {
      expect([path, verdict === 'accept']).toEqual([path, !path.startsWith('bad/')]);
    }
  });

  it('exercise every way to refuse a recording', () => {
    const reasons = new Set(expectations.map(({ reason }) => reason).filter((reason) => reason !== null));
    expect([...reasons].sort()).toEqual([
      'EMPTY',
      'HEADER_ONLY',
      'MALFORMED_HEADER',
      'NOT_AUDIO',
      'ONE_SIDE_SILENT',
      'SILENT',
      'TRAILING_DATA',
      'TRUNCATED',
      'UNSUPPORTED_FORMAT',
    ]);
  });
});
