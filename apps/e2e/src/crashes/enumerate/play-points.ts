import type { CrashPoint, Service } from '../points/crash-point.ts';
import type { LanePlayer, PlayedPoint } from './play-lane.ts';

export type PlayPointsDeps = {
  readonly startPlayer: (service: Service) => Promise<LanePlayer>;
  /** Called after each point. */
  readonly onPlayed: (played: PlayedPoint) => void;
};

/** Plays the points on so many lanes at once. @returns them in the order in which they ended. */
export const playPoints = async (
  { startPlayer, onPlayed }: PlayPointsDeps,
  points: readonly CrashPoint[],
  laneCount: number,
): Promise<readonly PlayedPoint[]> => {
  const left = new Map<Service, CrashPoint[]>();
  for (const point of points) left.set(point.service, [...(left.get(point.service) ?? []), point]);
  const lanesOf = new Map<Service, number>();
  const all: PlayedPoint[] = [];
  const playService = async (service: Service): Promise<void> => {
    const queue = left.get(service)!;
    const player = await startPlayer(service);
    try {
      for (let point = queue.shift(); point; point = queue.shift()) {
        const played = await player.play(point);
        all.push(played);
        onPlayed(played);
        if (played.verdict === 'broken') return; // What is left of it must not disturb the next story.
      }
    } finally {
      await player.stop();
    }
  };
  const runLane = async (): Promise<void> => {
    for (let service = busiest(left, lanesOf); service; service = busiest(left, lanesOf)) {
      lanesOf.set(service, (lanesOf.get(service) ?? 0) + 1);
      await playService(service);
      lanesOf.set(service, lanesOf.get(service)! - 1);
    }
  };
  await Promise.all(Array.from({ length: laneCount }, runLane));
  return all;
};

/** The service with the most points left for each lane that plays it. */
const busiest = (
  left: ReadonlyMap<Service, readonly CrashPoint[]>,
  lanesOf: ReadonlyMap<Service, number>,
): Service | undefined => {
  const load = (service: Service): number => left.get(service)!.length / (1 + (lanesOf.get(service) ?? 0));
  const [first] = [...left.keys()].filter((service) => load(service) > 0).sort((a, b) => load(b) - load(a));
  return first;
};
