import type { PlayedPoint } from '../enumerate/play-lane.ts';
import { playPoints } from '../enumerate/play-points.ts';
import type { Stage } from '../enumerate/start-stage.ts';
import { type CrashPoint, listPoints, nameOfPoint } from '../points/crash-point.ts';
import type { CrashOptions } from './options.ts';

export type RunCrashesDeps = Pick<Stage, 'startPlayer'> & {
  readonly say: (line: string) => void;
};

/** Records what each service asks for, and kills it at each request. */
export const runCrashes = async (
  { startPlayer, say }: RunCrashesDeps,
  options: CrashOptions,
): Promise<readonly PlayedPoint[]> => {
  const points = await findPoints(startPlayer, options, say);
  let done = 0;
  const onPlayed = ({ point, verdict, broken, durationMs }: PlayedPoint): void => {
    done += 1;
    const seconds = (durationMs / 1_000).toFixed(0);
    say(`${done} of ${points.length} ${verdict} in ${seconds} s: ${nameOfPoint(point)}`);
    for (const promise of broken) say(`  ${promise}`);
  };
  return playPoints({ startPlayer, onPlayed }, points, options.lanes);
};

const findPoints = async (
  startPlayer: Stage['startPlayer'],
  { service: services, only, all }: CrashOptions,
  say: (line: string) => void,
): Promise<readonly CrashPoint[]> => {
  const points: CrashPoint[] = [];
  const player = await startPlayer();
  try {
    for (const service of services) {
      const listed = listPoints(service, await player.record(service), all);
      const found = listed.filter(({ kind }) => only === undefined || kind.includes(only));
      say(`${service}: ${found.length} crashes`);
      points.push(...found);
    }
  } finally {
    await player.stop();
  }
  return points;
};
