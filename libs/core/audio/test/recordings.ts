import { readFileSync } from 'node:fs';
import type { AudioVerdict } from '../src/index.ts';
import { makeAudioProbe } from '../src/index.ts';

/** One entry of the fixtures' `expected.json`. `null`: do not check. */
export type Expectation = {
  readonly path: string;
  readonly container: string | null;
  readonly codec: string | null;
  readonly channels: number | null;
  readonly sampleRateHz: number | null;
  readonly durationMs: number | null;
  readonly durationToleranceMs: number | null;
  readonly declaredDurationMs: number | null;
  readonly verdict: AudioVerdict['verdict'];
  readonly reason: string | null;
  readonly alsoAcceptable: readonly { readonly verdict: string; readonly reason: string | null }[];
  readonly sha256: string;
  readonly bytes: number;
};

/** One file of `fixtures/audio/reported`: what people have reported, and the right answer. `null`: do not check. */
export type ReportedCase = {
  readonly file: string;
  readonly condition: string;
  readonly expectedVerdict: string;
  readonly expectedReason: string | null;
  readonly expectedDurationMs: number | null;
  readonly durationToleranceMs?: number;
  readonly sha256: string;
};

const folder = new URL('../../../../fixtures/audio/', import.meta.url);

export const expectations = JSON.parse(
  readFileSync(new URL('expected.json', folder), 'utf8'),
) as readonly Expectation[];

export const reportedCases = JSON.parse(
  readFileSync(new URL('reported/cases.json', folder), 'utf8'),
) as readonly ReportedCase[];

/** Every recording of the fixtures. */
export const allPaths: readonly string[] = [
  ...expectations.map(({ path }) => path),
  ...reportedCases.map(({ file }) => `reported/${file}`),
];

export const readRecording = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(path, folder)));

export const probeWhole = (bytes: Uint8Array): AudioVerdict => probeChunks([bytes]);

export const probeChunks = (chunks: Iterable<Uint8Array>): AudioVerdict => {
  const probe = makeAudioProbe();
  for (const chunk of chunks) probe.write(chunk);
  return probe.end();
};
