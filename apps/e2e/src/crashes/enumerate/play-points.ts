import type { CrashPoint } from '../points/crash-point.ts';
import type { LanePlayer, PlayedPoint } from './play-lane.ts';

export type PlayPointsDeps = {
  readonly startPlayer: () => Promise<LanePlayer>;
  /** Called after each point. */
  readonly onPlayed: (played: PlayedPoint) => void;
};

/**
 * Plays the points on so many lanes at once. A lane takes points of the service that it played before as long as there
 * are some. @returns them in the order in which they ended.
 */
export const playPoints = async (
  { startPlayer, onPlayed }: PlayPointsDeps,
  points: readonly CrashPoint[],
  laneCount: number,
): Promise<readonly PlayedPoint[]> => {
  const left = [...points];
  const played: PlayedPoint[] = [];
  const playLane = async (): Promise<void> => {
    const player = await startPlayer();
    try {
      for (let point = takeNext(left); point; point = takeNext(left, point)) {
        const one = await player.play(point);
        played.push(one);
        onPlayed(one);
        if (one.verdict === 'broken') return; // What is left of it must not disturb the next story.
      }
    } finally {
      await player.stop();
    }
  };
  const playLanes = async (): Promise<void> => {
    while (left.length > 0) await playLane();
  };
  const ends = await Promise.allSettled(Array.from({ length: laneCount }, playLanes));
  for (const end of ends) if (end.status === 'rejected') throw end.reason; // After the other lanes have ended.
  return played;
};

const takeNext = (left: CrashPoint[], last?: CrashPoint): CrashPoint | undefined => {
  const same = left.findIndex(({ service }) => service === last?.service);
  return left.splice(Math.max(0, same), 1)[0];
};
