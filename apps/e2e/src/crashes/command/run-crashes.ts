import type { PlayedPoint } from '../enumerate/play-lane.ts';
import { playPoints } from '../enumerate/play-points.ts';
import type { StartPlayer } from '../enumerate/with-stage.ts';
import { type CrashPoint, listPoints, nameOfPoint, type Service } from '../points/crash-point.ts';
import type { CrashOptions } from './options.ts';

export type RunCrashesDeps = {
  readonly startPlayer: StartPlayer;
  readonly say: (line: string) => void;
};

/** Records what each service asks for, and kills it at each request. */
export const runCrashes = async (
  { startPlayer, say }: RunCrashesDeps,
  options: CrashOptions,
): Promise<readonly PlayedPoint[]> => {
  const points: CrashPoint[] = [];
  for (const service of options.service) {
    const found = await findPoints(startPlayer, service, options);
    say(`${service}: ${found.length} crashes`);
    points.push(...found);
  }
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
  startPlayer: StartPlayer,
  service: Service,
  { only, all }: CrashOptions,
): Promise<CrashPoint[]> => {
  const player = await startPlayer(service);
  try {
    const requests = await player.record();
    return listPoints(service, requests, all).filter(({ kind }) => only === undefined || kind.includes(only));
  } finally {
    await player.stop();
  }
};
