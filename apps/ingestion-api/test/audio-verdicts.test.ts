import { sha256Of } from '@recordings/test-kit';
import { audio } from './audio.ts';
import { pushRaw } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

type Answer = { readonly verdict: string; readonly reason: string | null };
type Expected = Answer & {
  readonly path: string;
  readonly durationMs: number | null;
  readonly durationToleranceMs: number | null;
  readonly alsoAcceptable: readonly Answer[];
};
type Reported = {
  readonly file: string;
  readonly expectedVerdict: string;
  readonly expectedReason: string | null;
  readonly expectedDurationMs: number | null;
  readonly durationToleranceMs?: number;
};

const read = (path: string): unknown => JSON.parse(String(audio(path)));
const shared = read('expected.json') as readonly Expected[];
const reported = (read('reported/cases.json') as readonly Reported[]).map(
  (one): Expected => ({
    path: `reported/${one.file}`,
    verdict: one.expectedVerdict,
    reason: one.expectedReason,
    durationMs: one.expectedDurationMs,
    durationToleranceMs: one.durationToleranceMs ?? 0,
    alsoAcceptable: [],
  }),
);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ MAX_HELD_BYTES: '65536' });
});
afterAll(() => api.stop());

describe('audio that is pushed', () => {
  it.each([...shared, ...reported])('gets its verdict: $path', async (expected) => {
    const bytes = audio(expected.path);
    const response = await pushRaw(api, expected.path, bytes);
    const call = (await api.call(expected.path))!;
    const isAccepted = expected.verdict === 'accept';
    expect([response.status, call.s3Stored]).toEqual([isAccepted ? 201 : 202, isAccepted]);

    const measured = isAccepted ? call.audio : call.quarantined![0];
    expect(measured).toMatchObject({ sha256: sha256Of(bytes), rulesVersion: 2 });
    const reasons = [expected, ...expected.alsoAcceptable].map(({ reason }) => reason);
    if (!isAccepted) expect(reasons).toContain(call.quarantined![0]!.reason);
    else if (expected.reason !== null) expect(call.audioFlags).toContain(expected.reason);

    const durationMs = isAccepted ? call.audio!.durationMs : call.quarantined![0]!.audio?.durationMs;
    if (expected.durationMs === null) return;
    expect(Math.abs(durationMs! - expected.durationMs)).toBeLessThanOrEqual(expected.durationToleranceMs!);
  });
});
