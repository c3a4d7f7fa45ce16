import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playPoints } from '../src/crashes/enumerate/play-points.ts';
import { type Stage, startStage } from '../src/crashes/enumerate/start-stage.ts';
import type { CrashPoint, Moment, Service } from '../src/crashes/points/crash-point.ts';

const pointOf = (service: Service, moment: Moment, kind: string, ordinal = 1): CrashPoint => ({
  service,
  moment,
  kind,
  ordinal,
});

/** One point in each of the two workers at which most is undecided. `npm run crashes` plays all. */
const POINTS: readonly CrashPoint[] = [
  pointOf('reconciler-worker', 'after', 'ocp createJob'),
  pointOf('downloader', 'after', 's3 CompleteMultipartUpload recordings-sales'),
];
const LANES = 2;
/** A story takes seconds, and minutes on a machine that is busy. */
const PATIENCE_MS = 300_000;

let logDir: string;
let stage: Stage;
beforeAll(async () => {
  logDir = await mkdtemp(join(tmpdir(), 'crashes-'));
  stage = await startStage(logDir);
});
afterAll(() => stage.stop());

it(
  'a service that is killed at a request leaves every call stored once or explained',
  async () => {
    const { startPlayer } = stage;
    const played = await playPoints({ startPlayer, onPlayed: () => undefined }, POINTS, LANES);
    expect(played.filter(({ verdict }) => verdict !== 'held')).toEqual([]);
    expect(played).toHaveLength(POINTS.length);
    await rm(logDir, { recursive: true }); // After a failure the logs stay.
  },
  PATIENCE_MS,
);
